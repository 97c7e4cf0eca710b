package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// Delivery is a message on its way to a subscription.
type Delivery struct {
	Seq          int64 // set by PutDelivery; 0 is a new one
	Subscription string
	Published    time.Time
	Due          time.Time // of the next attempt
	Attempts     int       // made so far
	Message      Document
}

// PutDelivery keeps a delivery, new or over what was there.
func (tx *Tx) PutDelivery(d *Delivery) error {
	message, err := json.Marshal(d.Message)
	if err != nil {
		return fmt.Errorf("writing a delivery to %s: %w", d.Subscription, err)
	}
	seq := sql.NullInt64{Int64: d.Seq, Valid: d.Seq != 0}
	return tx.each("writing a delivery to "+d.Subscription,
		`INSERT OR REPLACE INTO deliveries (seq, subscription, published, due, attempts, message) VALUES (?,?,?,?,?,?) RETURNING seq`,
		[]any{seq, d.Subscription, d.Published.UnixNano(), d.Due.UnixNano(), d.Attempts, string(message)},
		func(row *sql.Rows) error { return row.Scan(&d.Seq) })
}

// DeleteDelivery forgets a delivery.
func (tx *Tx) DeleteDelivery(seq int64) error {
	return tx.exec("deleting a delivery", `DELETE FROM deliveries WHERE seq = ?`, seq)
}

// Deliveries are all that is on its way, oldest first.
func (tx *Tx) Deliveries() ([]*Delivery, error) {
	var list []*Delivery
	err := tx.each("reading deliveries", `SELECT seq, subscription, published, due, attempts, message FROM deliveries ORDER BY seq`, nil, func(row *sql.Rows) error {
		var d Delivery
		var published, due int64
		var message []byte
		err := row.Scan(&d.Seq, &d.Subscription, &published, &due, &d.Attempts, &message)
		if err == nil {
			d.Published, d.Due = time.Unix(0, published).UTC(), time.Unix(0, due).UTC()
			d.Message, err = ParseDocument(message)
		}
		list = append(list, &d)
		return err
	})
	return list, err
}

// Email is a mail that was kept instead of sent.
type Email struct {
	To      string    `json:"to"`
	Subject string    `json:"subject"`
	Body    string    `json:"body"`
	Sent    time.Time `json:"sent"`
}

// AppendEmail keeps a mail, and of all only the newest keep.
func (tx *Tx) AppendEmail(e Email, keep int) error {
	if err := tx.exec("writing a mail to "+e.To, `INSERT INTO emails (recipient, subject, body, sent) VALUES (?,?,?,?)`,
		e.To, e.Subject, e.Body, e.Sent.UnixNano()); err != nil {
		return err
	}
	return tx.exec("forgetting old mails", `DELETE FROM emails WHERE seq <= (SELECT max(seq) FROM emails) - ?`, keep)
}

// Emails are the mails kept, oldest first.
func (tx *Tx) Emails() ([]Email, error) {
	var list []Email
	err := tx.each("reading mails", `SELECT recipient, subject, body, sent FROM emails ORDER BY seq`, nil, func(row *sql.Rows) error {
		var e Email
		var sent int64
		err := row.Scan(&e.To, &e.Subject, &e.Body, &sent)
		e.Sent = time.Unix(0, sent).UTC()
		list = append(list, e)
		return err
	})
	return list, err
}
