// Package i18n holds every word that a user reads, in every language, and the
// Norwegian way of writing dates, clocks and numbers.
//
// Texts stand in katalog/<language>/<area>.json as flat keys "area.name". A
// value is a text, or for a text that depends on a number an object of CLDR
// plural categories: {"one": "{n} dag", "other": "{n} dager"}. Placeholders are
// named: "Endret {dato} av {navn}". Adding a language is adding a folder.
//
// The package also knows how text is kept (OneLine), searched (Fold, Words) and
// sorted (SortKey), because both databases compare, sort and fold bytes only.
package i18n
