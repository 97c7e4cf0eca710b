// Package comment puts a stack's preview into a pull request as one comment, which the
// next preview of that stack replaces. It speaks GitHub's REST API by itself
// (docs.github.com: REST API endpoints for issue comments), because gh edits whichever
// comment was the last.
package comment

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/cxbridge/cxbridge/local/stack/preview"
)

// GitHub is a repository there.
type GitHub struct {
	URL        string // of the API, such as https://api.github.com
	Repository string // <owner>/<name>
	Token      string // one that may write comments
	Client     *http.Client
}

// From is the repository that a workflow runs for, by the variables that GitHub sets.
// The token is the one that a workflow has to hand over.
func From(getenv func(string) string, client *http.Client) (GitHub, error) {
	g := GitHub{
		URL:        strings.TrimRight(cmp.Or(getenv("GITHUB_API_URL"), "https://api.github.com"), "/"),
		Repository: getenv("GITHUB_REPOSITORY"), Token: getenv("GITHUB_TOKEN"), Client: client,
	}
	if !repository.MatchString(g.Repository) {
		return g, fmt.Errorf("GITHUB_REPOSITORY=%q: give <owner>/<name>", g.Repository)
	}
	if g.Token == "" {
		return g, errors.New("GITHUB_TOKEN is not set: a workflow gives it as ${{ github.token }}, with the permission pull-requests: write")
	}
	return g, nil
}

var repository = regexp.MustCompile(`^[\w.-]+/[\w.-]+$`)

// comment is what there is of one in GitHub's answers.
type comment struct {
	ID   int64  `json:"id"`
	Body string `json:"body"`
	URL  string `json:"html_url"`
	User struct {
		Type string `json:"type"`
	} `json:"user"`
	Association string `json:"author_association"`
}

// isOurs tells whether who wrote a comment may write to the repository, as a workflow does
// or a person whose token is used. Others' are theirs to change, whatever they begin with.
func (c comment) isOurs() bool {
	return c.User.Type == "Bot" || slices.Contains([]string{"OWNER", "MEMBER", "COLLABORATOR"}, c.Association)
}

// Preview is what becomes a comment.
type Preview struct {
	PullRequest int
	Stack       string
	Commit      string // that was previewed; empty if nobody needs to know
	Text        string // Markdown
}

// Put makes a preview the comment of its stack in its pull request, and gives its address.
func (g GitHub) Put(ctx context.Context, p Preview) (string, error) {
	if strings.TrimSpace(p.Text) == "" {
		return "", errors.New("the comment is empty: scripts/stack preview --markdown prints one, and says why when it does not")
	}
	text, marker := p.Text, preview.Marker(p.Stack)
	if !strings.HasPrefix(text, marker) {
		text = marker + "\n" + text
	}
	if p.Commit != "" {
		text += "\nCommit " + p.Commit + "\n"
	}
	there, err := g.find(ctx, p.PullRequest, marker)
	if err != nil {
		return "", err
	}
	var put comment
	body := map[string]string{"body": text}
	if there != nil {
		return there.URL, g.call(ctx, http.MethodPatch, fmt.Sprintf("/issues/comments/%d", there.ID), body, &put)
	}
	err = g.call(ctx, http.MethodPost, fmt.Sprintf("/issues/%d/comments", p.PullRequest), body, &put)
	return put.URL, err
}

// How many comments GitHub gives at a time, and how many times it is asked.
const (
	pageSize = 100
	maxPages = 100
)

// find looks for the comment that begins with a marker.
func (g GitHub) find(ctx context.Context, pullRequest int, marker string) (*comment, error) {
	for page := 1; page <= maxPages; page++ {
		var comments []comment
		path := fmt.Sprintf("/issues/%d/comments?per_page=%d&page=%d", pullRequest, pageSize, page)
		if err := g.call(ctx, http.MethodGet, path, nil, &comments); err != nil {
			return nil, err
		}
		for _, one := range comments {
			if strings.HasPrefix(one.Body, marker) && one.isOurs() {
				return &one, nil
			}
		}
		if len(comments) < pageSize {
			break
		}
	}
	return nil, nil
}

// maxAnswer is more than a page of comments takes, in bytes.
const maxAnswer = 64 << 20

// call is one call of the API below the repository.
func (g GitHub) call(ctx context.Context, method, path string, body, into any) error {
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		content = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, g.URL+"/repos/"+g.Repository+path, content)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+g.Token)
	request.Header.Set("Accept", "application/vnd.github+json")
	request.Header.Set("X-GitHub-Api-Version", "2022-11-28")
	answer, err := g.Client.Do(request)
	if err != nil {
		return fmt.Errorf("calling GitHub: %w", err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("reading GitHub's answer to %s %s: %w", method, path, err)
	}
	if answer.StatusCode >= 300 {
		return fmt.Errorf("GitHub answered %s to %s %s: %s", answer.Status, method, path, refusal(answer.StatusCode, text))
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("reading GitHub's answer to %s %s: %w", method, path, err)
	}
	return nil
}

// refusal is why GitHub refuses, and what to do about it.
func refusal(status int, text []byte) string {
	var said struct {
		Message string `json:"message"`
		Errors  []struct {
			Message string `json:"message"`
		} `json:"errors"`
	}
	_ = json.Unmarshal(text, &said) // a page of something before GitHub says nothing
	for _, one := range said.Errors {
		said.Message += ": " + one.Message
	}
	switch {
	case status == http.StatusTooManyRequests || strings.Contains(said.Message, "rate limit"):
		return said.Message + ": try again later"
	case status == http.StatusUnauthorized:
		return said.Message + ": GITHUB_TOKEN is no token, or has expired"
	case status == http.StatusForbidden:
		return said.Message + ": the token may only read, as it always is for a pull request from a fork; otherwise the job needs the permission pull-requests: write"
	case status == http.StatusNotFound:
		return said.Message + ": there is no such pull request, or the token is for another repository"
	}
	return said.Message
}
