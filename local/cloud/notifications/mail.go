package notifications

import (
	"cmp"
	"context"
	"fmt"

	"github.com/cxbridge/cxbridge/local/cloud/resource"
	"github.com/cxbridge/cxbridge/local/cloud/store"
	"github.com/cxbridge/cxbridge/shared/alarm"
)

// keptMails is how many mails are kept for reading; older ones are forgotten.
const keptMails = 1000

// Emails are the mails that would have been sent, oldest first: messages, and what asks
// to confirm a subscription.
func (p *Plane) Emails(ctx context.Context) (mails []store.Email, err error) {
	err = p.engine.Store.View(ctx, func(tx *store.Tx) error {
		mails, err = tx.Emails()
		return err
	})
	return mails, err
}

// sendConfirmation asks whoever reads a new subscription's mail whether it is wanted.
func sendConfirmation(op *resource.Op, subscription *store.Resource) error {
	topic, err := op.Load("onstopic", subscription.Doc.String("topicId"))
	if err != nil {
		return err
	}
	return op.AppendEmail(store.Email{
		To: subscription.Doc.String("endpoint"), Subject: "Oracle Cloud Infrastructure Notifications Service Subscription Confirmation", Sent: op.Now,
		Body: fmt.Sprintf("You have chosen to subscribe to the topic: %s\n\nTo confirm this subscription, follow this link:\n%s\n", topic.Name, link(op.Engine, subscription, "confirmation")),
	}, keptMails)
}

// messageMail is a message as a mail, with the link that every one carries.
func messageMail(e *resource.Engine, d *store.Delivery, subscription *store.Resource) store.Email {
	subject, body := d.Message.String("title"), d.Message.String("body")
	if m, err := alarm.Parse([]byte(body)); err == nil {
		subject, body = alarmSubject(m), alarmText(m)
	}
	return store.Email{
		To: subscription.Name, Subject: cmp.Or(subject, "Oracle Cloud Infrastructure Notifications Service Message"), Sent: e.Clock().UTC(),
		Body: body + "\n\n--\nTo stop these mails, follow this link:\n" + link(e, subscription, "unsubscription") + "\n",
	}
}
