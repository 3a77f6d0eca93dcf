package dev.attest.sbom.facts;

import dev.attest.oci.MergedView.Located;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files that by their place hold credentials or the settings of a developer; empty ones and templates do not. */
final class CredentialFacts implements EntryFacts {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry(".env", "environment"),
            Map.entry(".npmrc", "npm"),
            Map.entry(".yarnrc.yml", "yarn"),
            Map.entry(".pypirc", "PyPI"),
            Map.entry(".netrc", "logins"),
            Map.entry("_netrc", "logins"),
            Map.entry(".git-credentials", "git"),
            Map.entry(".pgpass", "PostgreSQL"),
            Map.entry(".my.cnf", "MySQL"),
            Map.entry(".htpasswd", "passwords"),
            Map.entry(".vault-token", "Vault"),
            Map.entry(".dockercfg", "Docker"),
            Map.entry("authorized_keys", "SSH logins"),
            Map.entry("id_rsa", "SSH key"),
            Map.entry("id_dsa", "SSH key"),
            Map.entry("id_ecdsa", "SSH key"),
            Map.entry("id_ed25519", "SSH key"),
            Map.entry("terraform.tfstate", "Terraform state"),
            Map.entry("terraform.tfstate.backup", "Terraform state"),
            Map.entry("credentials.tfrc.json", "Terraform"));

    private static final Map<String, String> ENDINGS = Map.of(
            ".aws/credentials", "AWS",
            ".docker/config.json", "Docker",
            ".config/containers/auth.json", "containers",
            ".kube/config", "Kubernetes",
            ".gem/credentials", "RubyGems",
            ".cargo/credentials.toml", "Cargo",
            ".composer/auth.json", "Composer",
            ".m2/settings-security.xml", "Maven",
            "gcloud/application_default_credentials.json", "Google Cloud",
            ".azure/accessTokens.json", "Azure");

    /** What packages ship, or people wrote to be copied. */
    private static final List<String> ELSEWHERE = List.of("/node_modules/", "/site-packages/", "/dist-packages/");

    private final Scene scene;

    CredentialFacts(Scene scene) {
        this.scene = scene;
    }

    @Override
    public void see(Located located) {
        if (located.isFile() && located.file().entry().size() > 0) {
            holds(located.path())
                    .ifPresent(what -> scene.add(FactKind.CREDENTIAL_FILE, located, Map.of("holds", what)));
        }
    }

    static Optional<String> holds(String path) {
        String name = Scene.name(path);
        String rooted = "/" + path;
        Optional<String> what = Optional.ofNullable(NAMES.get(name))
                .or(() -> name.endsWith(".tfvars") ? Optional.of("Terraform variables") : Optional.empty())
                .or(() -> isEnvironment(name) ? Optional.of("environment") : Optional.empty())
                .or(() ->
                        rooted.contains("/.") || rooted.contains("/gcloud/") ? ending(rooted, name) : Optional.empty());
        return what.filter(
                found -> ELSEWHERE.stream().noneMatch(rooted::contains) && !rooted.startsWith("/usr/share/doc/"));
    }

    private static Optional<String> ending(String rooted, String name) {
        if (rooted.contains("/.gnupg/") && (name.equals("secring.gpg") || name.endsWith(".key"))) {
            return Optional.of("PGP key");
        }
        return ENDINGS.entrySet().stream()
                .filter(known -> rooted.endsWith("/" + known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** .env.production, but not .env.example. */
    private static boolean isEnvironment(String name) {
        return name.startsWith(".env.")
                && List.of("example", "sample", "template", "dist", "defaults", "schema").stream()
                        .noneMatch(name::endsWith);
    }
}
