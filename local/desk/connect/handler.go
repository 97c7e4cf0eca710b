package connect

import (
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cxbridge/cxbridge/local/desk/basic"
	"github.com/cxbridge/cxbridge/local/desk/fidelity"
	"github.com/cxbridge/cxbridge/local/desk/problem"
	"github.com/cxbridge/cxbridge/local/desk/site"
)

// Root is the path under which everything is.
const Root = "/services/rest/connect/"

// Options are what the handler is made of.
type Options struct {
	Site     *site.Site
	Account  *basic.Staff
	Fidelity fidelity.Switches
	TokenKey []byte // signs the access tokens that are handed out
	MaxBody  int64  // bytes
	Logger   *slog.Logger
}

// Handler is the REST API.
type Handler struct{ Options }

// New is the REST API of a site.
func New(o Options) *Handler { return &Handler{o} }

// call is one request, with its answer to write.
type call struct {
	*Handler
	w      http.ResponseWriter
	r      *http.Request
	target target
	method string
}

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{Handler: h, w: w, r: r, method: Method(r)}
	if err := c.serve(); err != nil {
		c.fail(err)
	}
}

func (c *call) serve() error {
	if err := c.authenticate(); err != nil {
		return err
	}
	rest, below := strings.CutPrefix(c.r.URL.Path+"/", Root)
	if !below {
		return problem.New(problem.UnknownResource, "There is nothing at %.200s; the REST API is under %s", c.r.URL.Path, Root)
	}
	rest = strings.Trim(rest, "/")
	if name, code, _ := strings.Cut(rest, "/"); name == "exceptions" {
		return c.exceptions(code)
	}
	var err error
	if c.target, err = parseTarget(rest); err != nil {
		return err
	}
	if err := c.checkHeaders(); err != nil {
		return err
	}
	return c.dispatch()
}

// authenticate refuses what does not carry the account. Session and Bearer are
// documented too, but nothing here hands out their tokens.
func (c *call) authenticate() error {
	scheme, _, _ := strings.Cut(c.r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "Session") {
		return problem.NotSimulated("authorization by %s; use Basic", scheme)
	}
	if !c.Account.Accepts(c.r) {
		return problem.New(problem.Unauthorized, "The user name or the password is missing or wrong")
	}
	return nil
}

// maxContext is the longest application context (Custom Headers).
const maxContext = 40

// checkHeaders applies the rules of the custom headers. The application context
// is demanded from v1.4 on.
func (c *call) checkHeaders() error {
	if c.target.version != "v1.3" {
		context := c.r.Header.Get("OSvC-CREST-Application-Context")
		if context == "" {
			return problem.New(problem.Unsupported, "The header OSvC-CREST-Application-Context is required from v1.4 on")
		}
		if n := utf8.RuneCountInString(context); n > maxContext {
			return problem.New(problem.Unsupported, "The header OSvC-CREST-Application-Context has %d characters, the limit is %d", n, maxContext)
		}
	}
	return c.checkToken()
}

// dispatch calls what the target has for the method.
func (c *call) dispatch() error {
	if c.method != c.r.Method && c.method != http.MethodPatch {
		return problem.New(problem.Method, "X-HTTP-Method-Override can be PATCH, not %.20q", c.method)
	}
	methods, err := c.methods()
	if err != nil {
		return err
	}
	serve, ok := methods[c.method]
	if ok {
		return serve()
	}
	allowed := make([]string, 0, len(methods)+1)
	for method := range methods {
		allowed = append(allowed, method)
	}
	slices.Sort(allowed)
	c.w.Header().Set("Allow", strings.Join(append(allowed, http.MethodOptions), ", "))
	if c.method == http.MethodOptions {
		return nil
	}
	refused := problem.New(problem.Method, "%s is not supported here; %s are", c.method, strings.Join(allowed, ", "))
	if c.method == http.MethodPut {
		refused = refused.With(c.Fidelity.PutStatus)
	}
	return refused
}

// Method is the request's method, or the one that a POST says it stands for.
func Method(r *http.Request) string {
	if override := r.Header.Get("X-HTTP-Method-Override"); r.Method == http.MethodPost && override != "" {
		return strings.ToUpper(override)
	}
	return r.Method
}

// Suppressed names what the request's headers suppress: externalEvents, rules.
// They have a meaning for writes alone. The documentation spells the header for
// rules in two ways (Suppressing Rules and External Events).
func Suppressed(r *http.Request) []string {
	if r.Method == http.MethodGet || r.Method == http.MethodOptions {
		return nil
	}
	set := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool {
			value := strings.ToLower(r.Header.Get("OSvC-CREST-Suppress-" + name))
			return value == "true" || value == "yes"
		})
	}
	var flags []string
	if set("All", "ExternalEvents") {
		flags = append(flags, "externalEvents")
	}
	if set("All", "Rules", "Rule") {
		flags = append(flags, "rules")
	}
	return flags
}

// fail answers an error: a problem as it is, anything else as an internal one.
func (c *call) fail(err error) {
	var refused *problem.Problem
	if !errors.As(err, &refused) {
		c.Logger.Error("the desk failed", "method", c.method, "path", c.r.URL.Path, "error", err)
		refused = problem.New(problem.Internal, "The request could not be processed; the desk's log says why")
	}
	if refused.Status == http.StatusUnauthorized {
		basic.Challenge(c.w)
	}
	if refused.Status == http.StatusUnauthorized && c.Fidelity.BareUnauthorized || refused.Status == http.StatusNotFound && c.Fidelity.BareNotFound {
		c.w.WriteHeader(refused.Status)
		return
	}
	WriteProblem(c.w, c.r, refused)
}
