package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// WorkRequest is the record of an operation that OCI does in the background.
type WorkRequest struct {
	ID, Service, Compartment string
	Created                  time.Time
	Doc                      Document
}

// PutWorkRequest keeps a work request.
func (tx *Tx) PutWorkRequest(w WorkRequest) error {
	document, err := json.Marshal(w.Doc)
	if err != nil {
		return fmt.Errorf("writing work request %s: %w", w.ID, err)
	}
	return tx.exec("writing work request "+w.ID, `INSERT INTO work_requests (id, service, compartment, created, document) VALUES (?,?,?,?,?)`,
		w.ID, w.Service, w.Compartment, w.Created.UnixNano(), string(document))
}

// WorkRequests are those of a service: the one with that id, or, where id is
// empty, all of the compartment, newest first.
func (tx *Tx) WorkRequests(service, id, compartment string) ([]WorkRequest, error) {
	var list []WorkRequest
	err := tx.each("reading work requests", `SELECT id, compartment, created, document FROM work_requests
		WHERE service = ? AND (id = ? OR (? = '' AND compartment = ?)) ORDER BY created DESC, id`,
		[]any{service, id, id, compartment}, func(row *sql.Rows) error {
			w := WorkRequest{Service: service}
			var created int64
			var document []byte
			err := row.Scan(&w.ID, &w.Compartment, &created, &document)
			if err == nil {
				w.Created = time.Unix(0, created).UTC()
				w.Doc, err = ParseDocument(document)
			}
			list = append(list, w)
			return err
		})
	return list, err
}

// SecretVersion is one content a secret has or had.
type SecretVersion struct {
	Secret   string
	Number   int64
	Name     string
	Content  string // base64
	Created  time.Time
	Deletion time.Time // zero: not scheduled
}

// PutSecretVersion keeps a version, new or over what was there.
func (tx *Tx) PutSecretVersion(v SecretVersion) error {
	var deletion int64
	if !v.Deletion.IsZero() {
		deletion = v.Deletion.UnixNano()
	}
	return tx.exec("writing a version of "+v.Secret,
		`INSERT OR REPLACE INTO secret_versions (secret, number, name, content, created, deletion) VALUES (?,?,?,?,?,?)`,
		v.Secret, v.Number, v.Name, v.Content, v.Created.UnixNano(), deletion)
}

// SecretVersions are a secret's versions, oldest first.
func (tx *Tx) SecretVersions(secret string) ([]SecretVersion, error) {
	var list []SecretVersion
	err := tx.each("reading the versions of "+secret, `SELECT number, name, content, created, deletion FROM secret_versions WHERE secret = ? ORDER BY number`,
		[]any{secret}, func(row *sql.Rows) error {
			v := SecretVersion{Secret: secret}
			var created, deletion int64
			err := row.Scan(&v.Number, &v.Name, &v.Content, &created, &deletion)
			v.Created = time.Unix(0, created).UTC()
			if deletion != 0 {
				v.Deletion = time.Unix(0, deletion).UTC()
			}
			list = append(list, v)
			return err
		})
	return list, err
}

// RetryToken remembers what a create that carried a token made.
type RetryToken struct {
	Token, Request, ID, WorkRequest string
	Created                         time.Time
}

// PutRetryToken keeps a token and forgets those created before the given time.
func (tx *Tx) PutRetryToken(t RetryToken, forget time.Time) error {
	if err := tx.exec("forgetting old retry tokens", `DELETE FROM retry_tokens WHERE created < ?`, forget.UnixNano()); err != nil {
		return err
	}
	return tx.exec("writing a retry token", `INSERT OR REPLACE INTO retry_tokens (token, request, ocid, work, created) VALUES (?,?,?,?,?)`,
		t.Token, t.Request, t.ID, t.WorkRequest, t.Created.UnixNano())
}

// RetryToken reads a token; ErrNotFound if it was never seen.
func (tx *Tx) RetryToken(token string) (*RetryToken, error) {
	var found *RetryToken
	err := tx.each("reading a retry token", `SELECT request, ocid, work, created FROM retry_tokens WHERE token = ?`, []any{token}, func(row *sql.Rows) error {
		var created int64
		found = &RetryToken{Token: token}
		err := row.Scan(&found.Request, &found.ID, &found.WorkRequest, &created)
		found.Created = time.Unix(0, created).UTC()
		return err
	})
	if err == nil && found == nil {
		err = ErrNotFound
	}
	return found, err
}
