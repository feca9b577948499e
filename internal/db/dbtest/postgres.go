package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"bosett/internal/db/dbtest/pgserver"
	"bosett/internal/db/migrations"
)

// templateLock is the advisory lock under which one process makes the template.
const templateLock = 7_202_611

// postgresURL makes a database, as a copy of the migrated template or empty,
// and drops it when the test ends.
func postgresURL(t testing.TB, migrated bool) string {
	t.Helper()
	s, err := server()
	if errors.Is(err, pgserver.ErrNotInstalled) && os.Getenv("CI") != "true" {
		t.Skip("NOT TESTED ON POSTGRESQL:", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	base, template := s.URL, "template0"
	if migrated {
		if template, err = postgresTemplate(); err != nil {
			t.Fatal(err)
		}
	}
	name := "bosett_test_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	admin(t, base, "CREATE DATABASE "+name+" TEMPLATE "+template)
	t.Cleanup(func() { admin(t, base, "DROP DATABASE "+name+" WITH (FORCE)") })
	return withDatabase(base, name)
}

func admin(t testing.TB, base, query string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, base)
	if err == nil {
		_, err = conn.Exec(ctx, query)
		err = errors.Join(err, conn.Close(ctx))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// withDatabase gives the same server's address of another database.
func withDatabase(base, name string) string {
	u, err := url.Parse(base)
	if err != nil {
		return base // the server answered on it, so it parses
	}
	u.Path = "/" + name
	return u.String()
}

// postgresTemplate makes the template once per server and set of migrations,
// whichever process comes first.
var postgresTemplate = sync.OnceValues(func() (string, error) {
	s, err := server()
	if err != nil {
		return "", err
	}
	base := s.URL
	hash, err := migrationHash()
	if err != nil {
		return "", err
	}
	name := "bosett_template_" + hash
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, base)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	// Held until the connection closes.
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
		return "", err
	}
	var exists bool
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists)
	if err != nil || exists {
		return name, err
	}
	// A half-made template never gets the name.
	draft := name + "_draft"
	for _, query := range []string{
		"DROP DATABASE IF EXISTS " + draft + " WITH (FORCE)",
		"CREATE DATABASE " + draft + " TEMPLATE template0",
	} {
		if _, err := conn.Exec(ctx, query); err != nil {
			return "", err
		}
	}
	if err := migrate(withDatabase(base, draft)); err != nil {
		return "", err
	}
	_, err = conn.Exec(ctx, "ALTER DATABASE "+draft+" RENAME TO "+name)
	return name, err
})

func migrationHash() (string, error) {
	files := migrations.Postgres()
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %d\n%s", name, len(text), text)
	}
	return hex.EncodeToString(h.Sum(nil))[:16], nil
}
