-- +goose Up

-- Who has a resident's interview open just now (S16). It is told by the page again and
-- again and forgotten by itself: nothing hangs on it, and nobody is locked out.
CREATE TABLE tilstede (
  beboer      uuid NOT NULL REFERENCES beboer (id),
  bruker      uuid NOT NULL REFERENCES bruker (id),
  husstand    uuid NOT NULL REFERENCES husstand (id),
  seksjon     text COLLATE "C" NOT NULL,
  sett_tid    timestamptz NOT NULL,
  PRIMARY KEY (beboer, bruker)
);
CREATE INDEX tilstede_husstand ON tilstede (husstand);
CREATE INDEX tilstede_sett ON tilstede (sett_tid);

-- +goose Down
DROP TABLE tilstede;
