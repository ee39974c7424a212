# Converts each rule of a folder with pySigma's Elasticsearch backend: a line of JSON a rule, its query or why there is none.
import json
import pathlib
import sys

from sigma.backends.elasticsearch import LuceneBackend
from sigma.collection import SigmaCollection
from sigma.exceptions import SigmaError

backend = LuceneBackend()
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.yml")):
    for rule in SigmaCollection.load_ruleset([str(path)]):
        try:
            print(json.dumps({"id": str(rule.id), "query": backend.convert_rule(rule)[0]}))
        except SigmaError as error:
            print(json.dumps({"id": str(rule.id), "error": str(error)}))
