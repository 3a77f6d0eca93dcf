package dev.attest.sbom.secret;

/** What can be told to be a secret by its form alone, with the issuer's own format behind each. */
public enum SecretKind {
    /** A private key in PEM (RFC 7468), OpenSSH's or PGP's armour, with a key's body. */
    PRIVATE_KEY("private-key"),
    /** The same, and a passphrase is needed to use it. */
    ENCRYPTED_PRIVATE_KEY("encrypted-private-key"),
    /** A private key as a value of a Google service account's JSON. */
    GCP_SERVICE_ACCOUNT("gcp-service-account"),
    /** A PuTTY key file, without a passphrase. */
    PUTTY_KEY("putty-private-key"),
    /** An identity of age. */
    AGE_KEY("age-secret-key"),
    /** An access key id of AWS with a secret key close to it. */
    AWS_KEY("aws-access-key"),
    /** A connection string of Azure Storage with its account key. */
    AZURE_STORAGE_KEY("azure-storage-key"),
    /** A token of GitHub whose checksum holds, or a fine-grained one. */
    GITHUB_TOKEN("github-token"),
    /** A personal, deploy, runner or trigger token of GitLab. */
    GITLAB_TOKEN("gitlab-token"),
    /** A token of Slack. */
    SLACK_TOKEN("slack-token"),
    /** A live key of Stripe; test keys are none. */
    STRIPE_KEY("stripe-live-key"),
    /** A token of npm whose checksum holds. */
    NPM_TOKEN("npm-token"),
    /** An upload token of PyPI. */
    PYPI_TOKEN("pypi-token"),
    /** A personal or organisation token of Docker Hub. */
    DOCKER_TOKEN("docker-token"),
    /** A token of Hugging Face. */
    HUGGING_FACE_TOKEN("huggingface-token"),
    /** A key of OpenAI. */
    OPENAI_KEY("openai-key"),
    /** A key of Anthropic. */
    ANTHROPIC_KEY("anthropic-key"),
    /** A key of SendGrid. */
    SENDGRID_KEY("sendgrid-key"),
    /** A token of HCP Terraform. */
    TERRAFORM_TOKEN("terraform-token"),
    /** A service or batch token of Vault. */
    VAULT_TOKEN("vault-token"),
    /** A token of DigitalOcean. */
    DIGITALOCEAN_TOKEN("digitalocean-token"),
    /** A token or shared secret of Shopify. */
    SHOPIFY_TOKEN("shopify-token"),
    /** A token of Databricks. */
    DATABRICKS_TOKEN("databricks-token");

    private final String id;

    SecretKind(String id) {
        this.id = id;
    }

    /** The name that facts use. */
    public String id() {
        return id;
    }
}
