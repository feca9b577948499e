-- name: GetBeboer :one
SELECT sqlc.embed(b), h.reg_nummer, h.gradering AS husstand_gradering
FROM beboer b JOIN husstand h ON h.id = b.husstand
WHERE b.id = $1;

-- name: GetBeboerByDuf :one
SELECT sqlc.embed(b), h.reg_nummer, h.gradering AS husstand_gradering
FROM beboer b JOIN husstand h ON h.id = b.husstand
WHERE b.duf = $1;

-- name: ListHusstand :many
SELECT sqlc.embed(b), h.reg_nummer, h.gradering AS husstand_gradering
FROM beboer b JOIN husstand h ON h.id = b.husstand
WHERE b.husstand = $1
ORDER BY b.familieplass, b.id;
