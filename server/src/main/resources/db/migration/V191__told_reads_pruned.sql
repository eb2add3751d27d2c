-- Owners are told of reads for as long as request ids are kept; after that the rows go. They are
-- written in the order of positions, so a coarse index finds the old ones and costs nothing.
CREATE INDEX told_read_position ON evidence.told_read USING brin (position);

GRANT DELETE ON evidence.told_read TO yjx_app;
