#!/usr/bin/env python3
"""stacks.py DIR COUNT SEED: COUNT image layouts DIR/NNNN, each of a few small layers made of random operations."""
import gzip, hashlib, io, json, os, random, sys, tarfile

NAMES = ["a", "b", "c", "d", "e f", "\u00e4\u4e2d", "-", "lib", "n" * 120]


class Layer:
    def __init__(self, rng):
        self.rng, self.out = rng, io.BytesIO()
        form = rng.choice([tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
        self.tar = tarfile.open(fileobj=self.out, mode="w", format=form, encoding="utf-8")

    def add(self, path, kind, mode=0o644, link="", content=b""):
        info = tarfile.TarInfo(spelled(self.rng, path))
        info.type, info.mode, info.linkname, info.size = kind, mode, link, len(content)
        info.mtime = 1_700_000_000 + self.rng.randrange(1000)
        self.tar.addfile(info, io.BytesIO(content))

    def bytes(self):
        self.tar.close()
        return self.out.getvalue()


def spelled(rng, path):
    """The same path as other writers spell it."""
    return rng.choice([path] * 6 + ["./" + path, "/" + path, path.replace("/", "//"), "../" + path, "./." + "/" + path])


class Tree:
    """Roughly what the layers so far hold, so that most operations fit. Links are not followed."""

    def __init__(self, rng):
        self.rng, self.kinds = rng, {}

    def of(self, *kinds):
        return sorted(path for path, kind in self.kinds.items() if kind in kinds)

    def put(self, path, kind):
        if kind != "folder" or self.kinds.get(path) != "folder":
            self.remove(path)
        for end in [i for i, c in enumerate(path) if c == "/"]:
            self.kinds.setdefault(path[:end], "folder")
        self.kinds[path] = kind

    def remove(self, path, itself=True):
        below = [known for known in self.kinds if known.startswith(path + "/") or (itself and known == path)]
        for known in below:
            del self.kinds[known]

    def new(self):
        """A path in a folder that is there or may be made; now and then behind a link, wherever it leads."""
        rng, folders = self.rng, self.of("folder")
        links = self.of("link to folder")
        if links and rng.random() < 0.15:
            return rng.choice(links) + "/" + rng.choice(NAMES)
        folder = rng.choice(folders) + "/" if folders and rng.random() < 0.7 else ""
        path = folder + rng.choice(NAMES)
        while rng.random() < 0.25 and self.kinds.get(path, "folder") == "folder":
            path += "/" + rng.choice(NAMES)
        return path

    def old(self):
        return self.rng.choice(sorted(self.kinds)) if self.kinds else self.new()


def link_target(rng, path, target):
    up = "../" * path.count("/")
    return rng.choice([up + target, "/" + target, up + "../../" + target, "./" + up + target])


def whiteout(layer, rng, tree):
    if rng.random() < 0.3:
        folder = rng.choice(tree.of("folder") or ["a"])
        layer.add(folder + "/.wh..wh..opq", tarfile.REGTYPE)
        tree.remove(folder, itself=False)
    else:
        path = tree.old() if rng.random() < 0.9 else tree.new()
        folder, slash, name = path.rpartition("/")
        layer.add(folder + slash + ".wh." + name, tarfile.REGTYPE)
        tree.remove(path)


def operation(layer, rng, tree):
    choice, path = rng.random(), tree.new()
    if choice < 0.15:
        path = tree.old()
    choice = rng.random()
    if choice < 0.4:
        content = rng.randbytes(rng.choice([0, 1, 511, 512, 513, 3000]))
        layer.add(path, tarfile.REGTYPE, rng.choice([0o644, 0o755, 0o600, 0o4755, 0o2711, 0o1777, 0]), content=content)
        tree.put(path, "file")
    elif choice < 0.65:
        layer.add(path + rng.choice(["", "/"]), tarfile.DIRTYPE, rng.choice([0o755, 0o700, 0o1777, 0o2755]))
        tree.put(path, "folder")
    elif choice < 0.8:
        folders = [folder for folder in tree.of("folder") if not path.startswith(folder + "/") and folder != path]
        target = rng.choice(folders) if folders and rng.random() < 0.6 else ""
        layer.add(path, tarfile.SYMTYPE, 0o777, link_target(rng, path, target) if target else rng.choice(["/", "..", ".", "no", path]))
        tree.put(path, "link to folder" if target else "link")
    elif choice < 0.96:
        files = [file for file in tree.of("file", "link") if file != path and not file.startswith(path + "/")]
        if files:
            target = rng.choice(files)
            layer.add(path, tarfile.LNKTYPE, 0o644, rng.choice([target, "/" + target, "./" + target, "../" + target]))
            tree.put(path, tree.kinds[target])
    else:
        layer.add(path, tarfile.FIFOTYPE, 0o644)
        tree.put(path, "fifo")


def fill(layer, rng, tree, depth):
    # Whiteouts come first, where every reader gives them the same meaning: what the layer itself holds stays.
    for _ in range(rng.randint(0, 3) if depth else 0):
        whiteout(layer, rng, tree)
    for _ in range(rng.randint(2, 9)):
        operation(layer, rng, tree)


def blob(root, content):
    digest = hashlib.sha256(content).hexdigest()
    with open(f"{root}/blobs/sha256/{digest}", "wb") as out:
        out.write(content)
    return {"digest": "sha256:" + digest, "size": len(content)}


def stack(root, seed):
    rng = random.Random(seed)
    os.makedirs(root + "/blobs/sha256")
    tree, layers, diff_ids = Tree(rng), [], []
    for depth in range(rng.randint(1, 5)):
        layer = Layer(rng)
        fill(layer, rng, tree, depth)
        plain = layer.bytes()
        packed = gzip.compress(plain, mtime=0)
        layers.append({"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", **blob(root, packed)})
        diff_ids.append("sha256:" + hashlib.sha256(plain).hexdigest())
    config = {"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": diff_ids}}
    manifest = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": {"mediaType": "application/vnd.oci.image.config.v1+json", **blob(root, json.dumps(config).encode())},
        "layers": layers,
    }
    entry = {"mediaType": manifest["mediaType"], **blob(root, json.dumps(manifest).encode())}
    entry["annotations"] = {"org.opencontainers.image.ref.name": "latest"}
    with open(root + "/index.json", "w") as out:
        json.dump({"schemaVersion": 2, "manifests": [entry]}, out)
    with open(root + "/oci-layout", "w") as out:
        out.write('{"imageLayoutVersion":"1.0.0"}')


folder, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
for number in range(count):
    stack(f"{folder}/{number:04d}", seed * 1_000_003 + number)
