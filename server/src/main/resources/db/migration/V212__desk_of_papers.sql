-- Whose papers are, where a person decided it. Outcome 3: somebody decided that it is not this child.
GRANT UPDATE (outcome, rule, position) ON casepapers.link TO yjx_app;

CREATE INDEX link_waiting ON casepapers.link (package_id) WHERE outcome = 2;
