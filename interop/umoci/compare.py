#!/usr/bin/env python3
"""compare.py VIEWS UNPACKED: what attest lists (VIEWS/NAME.view) against what umoci unpacked (UNPACKED/NAME/rootfs, or
UNPACKED/NAME.failed with what it said). Prints every difference and a count; ends with 1 when there is a difference."""
import collections, hashlib, json, os, stat, sys

TYPES = {
    stat.S_IFREG: "file", stat.S_IFDIR: "directory", stat.S_IFLNK: "symlink", stat.S_IFIFO: "fifo",
    stat.S_IFCHR: "character_device", stat.S_IFBLK: "block_device",
}
# Where attest refuses on purpose: runtimes do not agree on what the image holds.
DOCUMENTED = ["runtimes unpack that differently", "leads up again by .."]


def unpacked(root):
    found = {}
    for folder, folders, files in os.walk(root):
        for name in folders + files:
            path = os.path.join(folder, name)
            status = os.lstat(path)
            kind = TYPES[stat.S_IFMT(status.st_mode)]
            digest = ""
            if kind == "file":
                with open(path, "rb") as content:
                    digest = hashlib.file_digest(content, "sha256").hexdigest()
            found[os.path.relpath(path, root)] = (
                kind, stat.S_IMODE(status.st_mode), status.st_size if kind == "file" else 0,
                os.readlink(path) if kind == "symlink" else "", digest, status.st_nlink)
    return found


def viewed(file):
    found = {}
    with open(file) as lines:
        for line in lines:
            if line.startswith("refused\t"):
                return line.split("\t", 1)[1].strip(), found
            path, kind, mode, size, link, digest = line.rstrip("\n").split("\t")
            found[json.loads(path)] = (kind, int(mode, 8), int(size), json.loads(link), digest)
    return None, found


def differences(ours, theirs):
    for path in sorted(ours.keys() | theirs.keys()):
        here, there = ours.get(path), theirs.get(path)
        if path == "":
            continue
        if there is None:
            yield f"{path}: only attest lists it, {here}"
        elif here is None:
            # A folder that no layer lists, but a path in it implies, is made by whoever unpacks, and stays; setgid is inherited.
            if there[0] != "directory" or there[1] & 0o5777 != 0o755:
                yield f"{path}: only umoci has it, {there}"
        else:
            # A hard link with other permissions changes its file's: attest shows all that were given.
            linked = there[0] == "file" and (there[5] > 1 or here[1] != there[1] and here[1] & there[1] == there[1])
            mode = here[0] == "symlink" or here[1] == there[1] or (linked and here[1] & there[1] == there[1])
            if (here[0], here[2:]) != (there[0], there[2:5]) or not mode:
                yield f"{path}: attest {here}, umoci {there}"


counts, wrong = collections.Counter(), 0
for view in sorted(os.listdir(sys.argv[1])):
    name = view.removesuffix(".view")
    refusal, ours = viewed(f"{sys.argv[1]}/{view}")
    failed = f"{sys.argv[2]}/{name}.failed"
    if refusal is not None:
        known = next((reason for reason in DOCUMENTED if reason in refusal), None)
        counts[f"refused: {known}" if known else "refused for another reason"] += 1
        if not known:
            wrong += 1
            print(f"{name}: {refusal}")
    elif os.path.exists(failed):
        counts["umoci fails"] += 1
        with open(failed) as said:
            print(f"{name}: umoci fails: {said.read().strip().splitlines()[-1]}")
    else:
        found = list(differences(ours, unpacked(f"{sys.argv[2]}/{name}/rootfs")))
        counts["different" if found else "the same"] += 1
        wrong += bool(found)
        for line in found:
            print(f"{name}: {line}")
print(", ".join(f"{what} {count}" for what, count in sorted(counts.items())))
sys.exit(1 if wrong or not counts["the same"] else 0)
