package notifications

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limits are how often each topic may be published to. The zero value is ready.
type limits struct {
	mu       sync.Mutex
	limiters map[string]*rate.Limiter // by OCID of the topic
}

// allow takes one of a topic's messages of a minute, if there is one left; 0 is no limit.
func (l *limits) allow(topicID string, perMinute int, now time.Time) bool {
	if perMinute == 0 {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	limiter := l.limiters[topicID]
	if limiter == nil {
		if l.limiters == nil {
			l.limiters = map[string]*rate.Limiter{}
		}
		limiter = rate.NewLimiter(rate.Every(time.Minute/time.Duration(perMinute)), perMinute)
		l.limiters[topicID] = limiter
	}
	return limiter.AllowN(now, 1)
}

// forget drops what is known of a topic that is gone.
func (l *limits) forget(topicID string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.limiters, topicID)
}
