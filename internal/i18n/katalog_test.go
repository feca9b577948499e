package i18n_test

import (
	"testing"

	"bosett/internal/i18n"
)

func TestEmbeddedCataloguesAreWhole(t *testing.T) {
	if _, err := i18n.Load(); err != nil {
		t.Fatal(err)
	}
}
