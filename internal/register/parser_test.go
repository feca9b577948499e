package register

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"bosett/internal/fault"
)

// sakHode is the header of the smallest type, used for tests of the parsers.
const sakHode = "saksnummer;regnummer;opprettet;status;avsluttet_arsak\n"

func lesAlle(t testing.TB, content string) []post {
	t.Helper()
	l := newLinjeleser(strings.NewReader(content))
	r, err := apneLeser(l, sakKolonner)
	if err != nil {
		t.Fatal(err)
	}
	return tom(t, r)
}

func tom(t testing.TB, r postleser) (list []post) {
	t.Helper()
	for {
		p, err := r.neste()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

func TestRecords(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	tests := []struct {
		name, content string
		want          []post
	}{
		{"plain", sakHode + "S1;R1;2025-01-02;;\n", []post{{linje: 2, siste: 2, verdier: []string{"S1", "R1", "2025-01-02", "", ""}}}},
		{"no last line break, CRLF", sakHode + "S1;R1;d;;\r\nS2;R2;d;;", []post{
			{linje: 2, siste: 2, verdier: []string{"S1", "R1", "d", "", ""}},
			{linje: 3, siste: 3, verdier: []string{"S2", "R2", "d", "", ""}}}},
		{"BOM, comma, other order, capitals, columns left out", "\xef\xbb\xbfOpprettet,SAKSNUMMER, regnummer\nd,S1,R1\n",
			[]post{{linje: 2, siste: 2, verdier: []string{"S1", "R1", "d", "", ""}}}},
		{"tab, empty lines, empty cells at the end", "\nsaksnummer\tregnummer\topprettet\t\t\n\nS1\tR1\td\t\t\t\n\n",
			[]post{{linje: 4, siste: 4, verdier: []string{"S1", "R1", "d", "", ""}}}},
		{"quotes", sakHode + `"S;1";"R ""1""";d; "x" ;y"z` + "\n",
			[]post{{linje: 2, siste: 2, verdier: []string{"S;1", `R "1"`, "d", "x", `y"z`}}}},
		{"line break in a field", sakHode + "\"S\n1\r\n!\";R1;d;;\nS2;R2;d;;\n", []post{
			{linje: 2, siste: 4, verdier: []string{"S\n1\n!", "R1", "d", "", ""}},
			{linje: 5, siste: 5, verdier: []string{"S2", "R2", "d", "", ""}}}},
		{"an open quote costs its own line only", sakHode + "\"S1;R1;d;;\nS2;R2;d;;\n\"S3\";R3;d;;\n", []post{
			{linje: 2, siste: 2, avvik: []avvik{{"", "register.grunn.anforselstegn"}}},
			{linje: 3, siste: 3, verdier: []string{"S2", "R2", "d", "", ""}},
			{linje: 4, siste: 4, verdier: []string{"S3", "R3", "d", "", ""}}}},
		{"text after a quote", sakHode + "\"S1\"x;R1;d;;\n", []post{{linje: 2, siste: 2, avvik: []avvik{{"", "register.grunn.anforselstegn"}}}}},
		{"column count", sakHode + "S1;R1\nS2;R2;d;;;x\n", []post{
			{linje: 2, siste: 2, avvik: []avvik{{"", "register.grunn.antall-kolonner"}}},
			{linje: 3, siste: 3, avvik: []avvik{{"", "register.grunn.antall-kolonner"}}}}},
		{"NUL", sakHode + "S\x001;R1;d;;\nS2;R2;d;;\n", []post{
			{linje: 2, siste: 2, avvik: []avvik{{"", "register.grunn.nullbyte"}}},
			{linje: 3, siste: 3, verdier: []string{"S2", "R2", "d", "", ""}}}},
		{"Windows-1252 and UTF-8 in one file", sakHode + "S\xe6\x80;R1;d;;\nSæ€;R1;d;;\nS\x81;R1;d;;\n", []post{
			{linje: 2, siste: 2, verdier: []string{"Sæ€", "R1", "d", "", ""}},
			{linje: 3, siste: 3, verdier: []string{"Sæ€", "R1", "d", "", ""}},
			{linje: 4, siste: 4, avvik: []avvik{{"", "register.grunn.tegnsett"}}}}},
		{"a line of 100 kB", sakHode + long + "\nS2;R2;d;;\n", []post{
			{linje: 2, siste: 2, avvik: []avvik{{"", "register.grunn.for-lang-linje"}}},
			{linje: 3, siste: 3, verdier: []string{"S2", "R2", "d", "", ""}}}},
		{"NDJSON", `{"saksnummer":"S1","regnummer":123456789,"opprettet":"d","status":null}` + "\n\n" +
			`{"saksnummer":"S\u00e6"}` + "\n" + `{"saksnummer":"a","saksnummer":"b"}` + "\n" + `{"navn":"x"}` + "\n" +
			`{"status":["x"]}` + "\n" + `{"status":"x"` + "\n" + `{"status":"x"} {}` + "\n" + `[]` + "\n" + "{\"status\":\"\xe5\"}\n" + long, []post{
			{linje: 1, siste: 1, verdier: []string{"S1", "123456789", "d", "", ""}},
			{linje: 3, siste: 3, verdier: []string{"Sæ", "", "", "", ""}},
			{linje: 4, siste: 4, avvik: []avvik{{"saksnummer", "register.grunn.to-ganger"}}},
			{linje: 5, siste: 5, avvik: []avvik{{"", "register.grunn.ukjent-felt"}}},
			{linje: 6, siste: 6, avvik: []avvik{{"status", "register.grunn.ikke-tekst"}}},
			{linje: 7, siste: 7, avvik: []avvik{{"", "register.grunn.json"}}},
			{linje: 8, siste: 8, avvik: []avvik{{"", "register.grunn.json"}}},
			{linje: 9, siste: 9, avvik: []avvik{{"", "register.grunn.json"}}},
			{linje: 10, siste: 10, verdier: []string{"", "", "", "å", ""}},
			{linje: 11, siste: 11, avvik: []avvik{{"", "register.grunn.for-lang-linje"}}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := lesAlle(t, tt.content)
			if !slices.EqualFunc(got, tt.want, likePoster) {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func likePoster(a, b post) bool {
	return a.linje == b.linje && a.siste == b.siste && slices.Equal(a.verdier, b.verdier) && slices.Equal(a.avvik, b.avvik)
}

func TestHeader(t *testing.T) {
	for content, key := range map[string]string{
		"":                                "register.fil.tom",
		"\n \n":                           "register.fil.tom",
		"a;b;c\n":                         "register.fil.hode",
		"saksnummer;regnummer;dato\n":     "register.fil.ukjent-kolonne",
		"saksnummer;saksnummer\n":         "register.fil.kolonne-to-ganger",
		"saksnummer;regnummer\n":          "register.fil.mangler-kolonne",
		"\xff\xfes\x00a\x00;\x00":         "register.fil.utf16",
		strings.Repeat("x;", 60_000) + "": "register.fil.hode",
		"\"saksnummer;regnummer\n":        "register.fil.hode",
	} {
		_, err := apneLeser(newLinjeleser(strings.NewReader(content)), sakKolonner)
		var e *fault.Error
		if !errors.As(err, &e) || e.Key != key {
			t.Errorf("%.30q: %v, want %s", content, err, key)
		}
	}
}

func TestDates(t *testing.T) {
	for v, want := range map[string]string{
		"2025-01-31": "2025-01-31", "31.01.2025": "2025-01-31", "29.02.2024": "2024-02-29",
		"29.02.2025": "", "31.1.2025": "", "2025-1-31": "", "01/31/2025": "", "0025-01-31": "", "2025-01-31x": "", "١١.٠١.٢٠٢٥": "",
	} {
		if d, ok := lesDato(v); d.String() != want || ok != (want != "") {
			t.Errorf("%q: %v %v, want %q", v, d, ok, want)
		}
	}
}

// strom is a stream of n equal lines after a header.
type strom struct {
	n     int
	linje string
	rest  string
}

func (s *strom) Read(p []byte) (int, error) {
	if s.rest == "" {
		if s.n == 0 {
			return 0, io.EOF
		}
		s.n--
		s.rest = s.linje
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// TestConstantMemory reads 70 MB, much of it lines that are far too long, and quotes
// that are never closed.
func TestConstantMemory(t *testing.T) {
	block := strings.Repeat("S1;R1;2025-01-02;;\n", 5000) + "\"S1;R1;2025-01-02;;\n" + strings.Repeat("y", 70_000) + "\n"
	r, err := apneLeser(newLinjeleser(io.MultiReader(strings.NewReader(sakHode), &strom{n: 400, linje: block})), sakKolonner)
	if err != nil {
		t.Fatal(err)
	}
	var mem runtime.MemStats
	most, records, refused := uint64(0), 0, 0
	for {
		p, err := r.neste()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		records++
		if len(p.avvik) > 0 {
			refused++
		}
		if records%500_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&mem)
			most = max(most, mem.HeapAlloc)
		}
	}
	if records != 2_000_800 || refused != 800 || most > 8<<20 {
		t.Errorf("%d records, %d refused, %d MB", records, refused, most>>20)
	}
}

// FuzzRecords feeds the parsers anything at all: they must end, and every line
// that is not blank must be in exactly one record.
func FuzzRecords(f *testing.F) {
	for _, tail := range []string{"S1;R1;d;;\n", "\"S\n1\";R;d;;\n", "\"S1;R1\n\"\n\n\"\"\";x\n", "S\x00\n\xe6;\x81\n", "\"a\"b;\n;\n;;;;;;\n", "\r\n\r"} {
		f.Add([]byte(sakHode + tail))
		f.Add([]byte("{\"saksnummer\":\"" + tail))
	}
	f.Add([]byte("saksnummer,regnummer,opprettet\n\",\",\"\n\",\"\"\"\n"))
	f.Add([]byte(`{"saksnummer":"\ud800","regnummer":1e999}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		r, err := apneLeser(newLinjeleser(bytes.NewReader(content)), sakKolonner)
		if err != nil {
			return
		}
		lines := bytes.Split(content, []byte("\n"))
		_, isJSON := r.(*ndjsonLeser)
		covered := map[int64]bool{}
		last := int64(0)
		for _, p := range tom(t, r) {
			if p.linje <= last || p.siste < p.linje || p.siste > int64(len(lines)) {
				t.Fatalf("record %d-%d after %d of %d lines", p.linje, p.siste, last, len(lines))
			}
			if (len(p.avvik) == 0) != (len(p.verdier) == len(sakKolonner)) {
				t.Fatalf("record %+v", p)
			}
			for n := p.linje; n <= p.siste; n++ {
				covered[n] = true
			}
			last = p.siste
		}
		for i, line := range lines {
			n := int64(i + 1)
			if strings.ContainsAny(string(line), ";{x") && !covered[n] && (isJSON || n > hodelinje(lines)) {
				t.Fatalf("line %d is in no record: %q", n, line)
			}
		}
	})
}

func hodelinje(lines [][]byte) int64 {
	for i, line := range lines {
		if len(bytes.TrimSpace(bytes.TrimPrefix(line, bom))) > 0 {
			return int64(i + 1)
		}
	}
	return 0
}

// FuzzRoundTrip compares with the standard library: what its writer writes, we read.
func FuzzRoundTrip(f *testing.F) {
	f.Add("S1", "R\"1\"", "a;b", " æ\n", "x\ty", byte(';'))
	f.Add("", "\"", "\n\n", ",", "'", byte(','))
	f.Fuzz(func(t *testing.T, a, b, c, d, e string, skille byte) {
		if !slices.Contains(skilletegn, skille) {
			return
		}
		cells := []string{a, b, c, d, e}
		all := strings.Join(cells, "")
		if strings.ContainsAny(all, "\x00\r") || slices.ContainsFunc(cells, func(c string) bool { return !isText(c) }) || strings.Count(all, "\n") >= maxLinjer || len(all) > maxBytes/4 {
			return
		}
		if e == "" { // empty cells at the end are dropped on purpose
			cells[4] = "e"
		}
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		w.Comma = rune(skille)
		_ = w.Write([]string{"saksnummer", "regnummer", "opprettet", "status", "avsluttet_arsak"})
		_ = w.Write(cells)
		w.Flush()
		l := newLinjeleser(&file)
		r, err := apneLeser(l, sakKolonner)
		if err != nil {
			t.Fatal(err)
		}
		got := tom(t, r)
		if len(got) != 1 || !slices.EqualFunc(got[0].verdier, cells, likeCeller) {
			t.Fatalf("%q became %+v", cells, got)
		}
	})
}

// likeCeller: spaces around a cell mean nothing.
func likeCeller(a, b string) bool { return strings.TrimSpace(a) == strings.TrimSpace(b) }

func isText(s string) bool {
	_, grunn := decode([]byte(s))
	return grunn == "" && strings.ToValidUTF8(s, "") == s
}
