"""Checks an export of the books or of a security log: python3 docs/verify.py [firstSequence previousHash] < export.jsonl"""
import hashlib, json, sys
sequence, previous = (int(sys.argv[1]) - 1, sys.argv[2]) if len(sys.argv) > 2 else (0, "0" * 64)
for line in sys.stdin.buffer:
    transaction = json.loads(line)
    stored = transaction.pop("hash", None)
    canonical = json.dumps(transaction, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    sequence, previous = sequence + 1, hashlib.sha256((previous + "\n" + canonical).encode()).hexdigest()
    if (transaction["sequence"], stored) != (sequence, previous): sys.exit(f"line {sequence} does not fit")
print(sequence, previous)
