package comment

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/local/stack/preview"
)

const token = "ghs_the-token"

// gitHub stands for pull request 7 of o/r, with its comments.
type gitHub struct {
	comments []comment
	status   int // of every answer, if not zero
	message  string
	calls    []string
}

func (g *gitHub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.calls = append(g.calls, r.Method+" "+r.URL.String())
	if g.status != 0 {
		w.WriteHeader(g.status)
		fmt.Fprint(w, `{"message": "`+g.message+`"}`)
		return
	}
	if r.Header.Get("Authorization") != "Bearer "+token {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	var sent comment
	if r.Method != http.MethodGet {
		if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
	}
	switch path := strings.TrimPrefix(r.URL.Path, "/repos/o/r"); {
	case r.Method == http.MethodGet && path == "/issues/7/comments":
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		size, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
		first := min((page-1)*size, len(g.comments))
		json.NewEncoder(w).Encode(g.comments[first:min(first+size, len(g.comments))])
	case r.Method == http.MethodPost && path == "/issues/7/comments":
		sent.ID = int64(len(g.comments) + 1)
		sent.User.Type = "Bot"
		sent.URL = fmt.Sprint("https://github.example/7#", sent.ID)
		g.comments = append(g.comments, sent)
		w.WriteHeader(http.StatusCreated)
		json.NewEncoder(w).Encode(sent)
	case r.Method == http.MethodPatch && strings.HasPrefix(path, "/issues/comments/"):
		id, _ := strconv.Atoi(strings.TrimPrefix(path, "/issues/comments/"))
		g.comments[id-1].Body = sent.Body
		json.NewEncoder(w).Encode(g.comments[id-1])
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

// serve is the client of a stand-in.
func serve(t *testing.T, stand *gitHub) GitHub {
	t.Helper()
	server := httptest.NewServer(stand)
	t.Cleanup(server.Close)
	environment := map[string]string{"GITHUB_API_URL": server.URL + "/", "GITHUB_REPOSITORY": "o/r", "GITHUB_TOKEN": token}
	g, err := From(func(name string) string { return environment[name] }, server.Client())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestOneCommentForEachStack(t *testing.T) {
	stand := &gitHub{comments: []comment{{ID: 1, Body: "looks good " + preview.Marker("dev")}}}
	g := serve(t, stand)
	for _, put := range []struct{ stack, text, url string }{
		{"dev", preview.Marker("dev") + "\nfirst", "https://github.example/7#2"},
		{"prod", "without a marker", "https://github.example/7#3"},
		{"dev", preview.Marker("dev") + "\nsecond", "https://github.example/7#2"},
		{"prod", "again", "https://github.example/7#3"},
	} {
		url, err := g.Put(context.Background(), Preview{PullRequest: 7, Stack: put.stack, Text: put.text})
		if err != nil || url != put.url {
			t.Errorf("%v: %s, %v", put, url, err)
		}
	}
	var bodies []string
	for _, one := range stand.comments[1:] {
		bodies = append(bodies, one.Body)
	}
	want := []string{preview.Marker("dev") + "\nsecond", preview.Marker("prod") + "\nagain"}
	if diff := cmp.Diff(want, bodies); diff != "" {
		t.Errorf("comments (-want +got):\n%s", diff)
	}
}

// Whoever reads the comment later sees whether the pull request has gone on since.
func TestTheCommentNamesTheCommit(t *testing.T) {
	stand := &gitHub{}
	if _, err := serve(t, stand).Put(context.Background(), Preview{PullRequest: 7, Stack: "dev", Commit: "0123abc", Text: "x\n"}); err != nil {
		t.Fatal(err)
	}
	if body := stand.comments[0].Body; body != preview.Marker("dev")+"\nx\n\nCommit 0123abc\n" {
		t.Errorf("the comment is %q", body)
	}
}

func TestTheCommentMayBeOnALaterPage(t *testing.T) {
	stand := &gitHub{}
	for i := range 250 {
		stand.comments = append(stand.comments, comment{ID: int64(i + 1), Body: "talk"})
	}
	stand.comments[249].Body, stand.comments[249].Association = preview.Marker("dev"), "MEMBER" // with a token of a person's
	if _, err := serve(t, stand).Put(context.Background(), Preview{PullRequest: 7, Stack: "dev", Text: "x"}); err != nil {
		t.Fatal(err)
	}
	if len(stand.comments) != 250 || !strings.HasSuffix(stand.comments[249].Body, "x") || len(stand.calls) != 4 {
		t.Errorf("%d comments after %q", len(stand.comments), stand.calls)
	}
}

// Otherwise anybody could have the preview put where they may change it afterwards.
func TestACommentOfSomebodyElsesIsLeftAlone(t *testing.T) {
	planted := comment{ID: 1, Body: preview.Marker("dev") + "\nnothing to do", Association: "CONTRIBUTOR"}
	planted.User.Type = "User"
	stand := &gitHub{comments: []comment{planted}}
	if _, err := serve(t, stand).Put(context.Background(), Preview{PullRequest: 7, Stack: "dev", Text: "x"}); err != nil {
		t.Fatal(err)
	}
	if len(stand.comments) != 2 || stand.comments[0] != planted {
		t.Errorf("comments = %+v", stand.comments)
	}
}

func TestRefusals(t *testing.T) {
	for status, want := range map[int]string{
		401: "GITHUB_TOKEN is no token",
		403: "a pull request from a fork",
		429: "try again later",
		404: "no such pull request",
		502: "502 Bad Gateway",
	} {
		_, err := serve(t, &gitHub{status: status}).Put(context.Background(), Preview{PullRequest: 7, Stack: "dev", Text: "x"})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), token) {
			t.Errorf("%d: %v, want %s", status, err, want)
		}
	}
}

// GitHub refuses by 403, too, who writes more than it likes (REST API: rate limits).
func TestARateLimitIsNoLackOfRights(t *testing.T) {
	_, err := serve(t, &gitHub{status: 403, message: "You have exceeded a secondary rate limit."}).Put(context.Background(), Preview{PullRequest: 7, Stack: "dev", Text: "x"})
	if err == nil || !strings.Contains(err.Error(), "try again later") || strings.Contains(err.Error(), "fork") {
		t.Errorf("err = %v", err)
	}
}

func TestWhatIsInvalidIsTold(t *testing.T) {
	stand := &gitHub{status: 422, message: `Validation Failed", "errors": [{"message": "Body is too long"}], "x": "`}
	_, err := serve(t, stand).Put(context.Background(), Preview{PullRequest: 7, Stack: "dev", Text: "x"})
	if err == nil || !strings.Contains(err.Error(), "Validation Failed: Body is too long") {
		t.Errorf("err = %v", err)
	}
}

func TestNoCommentIsEmpty(t *testing.T) {
	stand := &gitHub{}
	if _, err := serve(t, stand).Put(context.Background(), Preview{PullRequest: 7, Stack: "dev", Text: " \n"}); err == nil || len(stand.calls) > 0 {
		t.Errorf("err = %v after %q", err, stand.calls)
	}
}

func TestTheTokenStaysOutOfErrors(t *testing.T) {
	g := GitHub{URL: "http://127.0.0.1:1", Repository: "o/r", Client: http.DefaultClient}
	for _, secret := range []string{token, token + "\n"} {
		g.Token = secret
		if _, err := g.Put(context.Background(), Preview{PullRequest: 7, Stack: "dev", Text: "x"}); err == nil || strings.Contains(err.Error(), token) {
			t.Errorf("err = %v", err)
		}
	}
}

func TestTheEnvironmentIsChecked(t *testing.T) {
	for variable, want := range map[string]string{"GITHUB_REPOSITORY": "give <owner>/<name>", "GITHUB_TOKEN": "pull-requests: write"} {
		environment := map[string]string{"GITHUB_REPOSITORY": "o/r", "GITHUB_TOKEN": token}
		delete(environment, variable)
		_, err := From(func(name string) string { return environment[name] }, http.DefaultClient)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("without %s: %v", variable, err)
		}
	}
}
