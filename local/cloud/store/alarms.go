package store

import (
	"database/sql"
	"time"
)

// PutAlarmState keeps what evaluating an alarm has come to, as JSON. That of an alarm
// that is gone is not kept: evaluation does not stop a deletion.
func (tx *Tx) PutAlarmState(alarm string, state []byte) error {
	return tx.exec("writing the state of "+alarm, `INSERT OR REPLACE INTO alarm_states (alarm, document)
		SELECT ?, ? WHERE EXISTS (SELECT 1 FROM resources WHERE ocid = ?)`, alarm, string(state), alarm)
}

// AlarmState reads what PutAlarmState kept; ErrNotFound if there is nothing.
func (tx *Tx) AlarmState(alarm string) (state []byte, err error) {
	err = tx.each("reading the state of "+alarm, `SELECT document FROM alarm_states WHERE alarm = ?`, []any{alarm}, func(row *sql.Rows) error {
		return row.Scan(&state)
	})
	if err == nil && state == nil {
		err = ErrNotFound
	}
	return state, err
}

// AlarmChange is a change of an alarm's state.
type AlarmChange struct {
	Alarm     string
	Created   time.Time
	Triggered time.Time
	Firing    bool
	Summary   string
}

// historyLength is how many changes of one alarm are kept.
const historyLength = 1000

// AppendAlarmHistory keeps changes, and forgets the oldest of an alarm with too many.
func (tx *Tx) AppendAlarmHistory(changes []AlarmChange) error {
	for _, c := range changes {
		err := tx.exec("writing the history of "+c.Alarm, `INSERT INTO alarm_history (alarm, created, triggered, firing, summary)
			SELECT ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM resources WHERE ocid = ?)`,
			c.Alarm, c.Created.UnixNano(), c.Triggered.UnixNano(), c.Firing, c.Summary, c.Alarm)
		if err != nil {
			return err
		}
		err = tx.exec("forgetting the history of "+c.Alarm, `DELETE FROM alarm_history WHERE alarm = ? AND seq <=
			(SELECT seq FROM alarm_history WHERE alarm = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)`, c.Alarm, c.Alarm, historyLength)
		if err != nil {
			return err
		}
	}
	return nil
}

// AlarmHistory reads an alarm's changes, newest first.
func (tx *Tx) AlarmHistory(alarm string) ([]AlarmChange, error) {
	var list []AlarmChange
	err := tx.each("reading the history of "+alarm, `SELECT created, triggered, firing, summary FROM alarm_history WHERE alarm = ? ORDER BY seq DESC`,
		[]any{alarm}, func(row *sql.Rows) error {
			c := AlarmChange{Alarm: alarm}
			var created, triggered int64
			err := row.Scan(&created, &triggered, &c.Firing, &c.Summary)
			c.Created, c.Triggered = time.Unix(0, created).UTC(), time.Unix(0, triggered).UTC()
			list = append(list, c)
			return err
		})
	return list, err
}
