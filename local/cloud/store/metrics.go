package store

import "database/sql"

// ReplaceMetricStreams keeps these streams, as JSON, and no others.
func (tx *Tx) ReplaceMetricStreams(streams [][]byte) error {
	if err := tx.exec("forgetting metrics", `DELETE FROM metric_streams`); err != nil {
		return err
	}
	for _, stream := range streams {
		if err := tx.exec("writing metrics", `INSERT INTO metric_streams (document) VALUES (?)`, string(stream)); err != nil {
			return err
		}
	}
	return nil
}

// MetricStreams reads what ReplaceMetricStreams kept.
func (tx *Tx) MetricStreams() (streams [][]byte, err error) {
	err = tx.each("reading metrics", `SELECT document FROM metric_streams`, nil, func(row *sql.Rows) error {
		var stream []byte
		err := row.Scan(&stream)
		streams = append(streams, stream)
		return err
	})
	return streams, err
}
