-- Places are few (some 400, public): a search reads them all and sorts in Go.

-- name: Kommuner :many
SELECT * FROM kommune;

-- name: Bydeler :many
SELECT * FROM bydel;

-- name: EnKommune :one
SELECT * FROM kommune WHERE nummer = $1;

-- name: EnBydel :one
SELECT * FROM bydel WHERE nummer = $1;

-- name: StederMedOrd :many
SELECT DISTINCT sted FROM sted_ord WHERE ord >= sqlc.arg(fra) AND ord < sqlc.arg(til);

-- name: Kontakt :one
SELECT * FROM kommune_kontakt WHERE sted = $1;

-- name: NyKontakt :execrows
INSERT INTO kommune_kontakt (sted, enhet, telefon, epost, post_gate, post_nummer, post_sted,
  besok_gate, besok_nummer, besok_sted, nettside, versjon, endret_tid, endret_av)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $13)
ON CONFLICT (sted) DO NOTHING;

-- name: EndreKontakt :execrows
UPDATE kommune_kontakt SET enhet = $3, telefon = $4, epost = $5, post_gate = $6, post_nummer = $7, post_sted = $8,
  besok_gate = $9, besok_nummer = $10, besok_sted = $11, nettside = $12, endret_tid = $13, endret_av = $14,
  versjon = versjon + 1
WHERE sted = $1 AND versjon = $2;

-- name: AlleOrd :many
SELECT ord, sted FROM sted_ord ORDER BY sted, ord;
