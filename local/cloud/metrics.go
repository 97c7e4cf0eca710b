package cloud

import "context"

// publish sends an alarm's message to its topic.
func (c *Cloud) publish(ctx context.Context, topicID, title string, message []byte) error {
	_, err := c.topics.Publish(ctx, topicID, title, message)
	return err
}
