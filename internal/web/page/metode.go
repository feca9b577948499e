package page

import (
	"net/http"
	"slices"
	"strings"

	"bosett/internal/fault"
	"bosett/internal/tilgang"
	"bosett/internal/web/ui"
)

// table is the routes by their patterns, with the methods that stand there.
type table struct {
	routes  map[string]Route
	methods []string
}

func newTable(routes []Route) table {
	t := table{routes: map[string]Route{}}
	for _, route := range routes {
		t.routes[route.Pattern] = route
		if method, _, ok := strings.Cut(route.Pattern, " "); ok && !slices.Contains(t.methods, method) {
			t.methods = append(t.methods, method)
		}
	}
	slices.Sort(t.methods)
	return t
}

// notInTable answers what no route does. Who may use another method at the address is
// told which; to everybody else the address does not exist, in the same bytes as one
// that nobody has ever written. Nothing of the request is read: a form that cannot be
// read would be answered differently from one that is not looked at.
func (s *Server) notInTable(r *Request) error {
	if allow := s.allowed(r); len(allow) > 0 {
		r.W.Header().Set("Allow", strings.Join(allow, ", "))
		return r.wrongMethod()
	}
	if !r.SignedIn() {
		return s.signIn(r)
	}
	return fault.NewNotFound()
}

// allowed lists the methods that this person may use at this address. It asks for the
// action only, as the table does, so that nothing is told about who or what is there.
func (s *Server) allowed(r *Request) (methods []string) {
	for _, method := range s.table.methods {
		_, pattern := s.mux.Handler(&http.Request{Method: method, URL: r.URL, Host: r.Host})
		route, ok := s.table.routes[pattern]
		if !ok || !s.mayOpen(r, route) {
			continue
		}
		methods = append(methods, method)
		if method == http.MethodGet {
			methods = append(methods, http.MethodHead)
		}
	}
	return methods
}

func (s *Server) mayOpen(r *Request, route Route) bool {
	if strings.Contains(route.Pattern, " /demo/") && !s.env.Demo {
		return false // without --demo these answer as if they did not exist
	}
	return route.Action == tilgang.Offentlig || r.SignedIn() && tilgang.May(r.Actor(), route.Action)
}

func (r *Request) wrongMethod() error {
	if wantsJSON(r.Request) {
		return r.JSON(http.StatusMethodNotAllowed, map[string]string{"feil": "metode"})
	}
	props := errorProps{Title: r.P.T("feil.metode.tittel"), Text: r.P.T("feil.metode"), Home: ui.Link{Text: r.P.T("feil.hjem"), Href: "/"}}
	return r.Show(View{Title: props.Title, Status: http.StatusMethodNotAllowed, Retur: "/"}, errorPage(props))
}
