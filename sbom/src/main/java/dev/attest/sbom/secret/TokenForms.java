package dev.attest.sbom.secret;

import static dev.attest.sbom.secret.Alphabet.ALPHANUMERIC;
import static dev.attest.sbom.secret.Alphabet.BECH32;
import static dev.attest.sbom.secret.Alphabet.HEX;
import static dev.attest.sbom.secret.Alphabet.LETTERS;
import static dev.attest.sbom.secret.Alphabet.TOKEN;

import java.util.ArrayList;
import java.util.List;

/** The tokens that are known by a prefix; each prefix ends in one of few characters, by which it is looked for. */
final class TokenForms {
    private static final int LONG = 400;
    private static final List<TokenForm> ALL = all();
    private static final TokenForm[][] BY_END = byEnd();

    private TokenForms() {}

    /** The forms whose prefix ends with these two characters. */
    static TokenForm[] endingWith(byte before, byte last) {
        return last < 0 || before < 0 ? BY_END[0] : BY_END[slot(before, last)];
    }

    private static int slot(int before, int last) {
        int kind = last == '_' ? 1 : last == '-' ? 2 : last == '1' ? 3 : 0;
        return kind == 0 ? 0 : kind << 7 | before;
    }

    private static TokenForm[][] byEnd() {
        var slots = new ArrayList<List<TokenForm>>();
        for (int i = 0; i < 4 << 7; i++) {
            slots.add(new ArrayList<>());
        }
        for (TokenForm form : ALL) {
            int end = form.prefix().length() - 1;
            slots.get(slot(form.prefix().charAt(end - 1), form.prefix().charAt(end)))
                    .add(form);
        }
        return slots.stream().map(list -> list.toArray(new TokenForm[0])).toArray(TokenForm[][]::new);
    }

    private static List<TokenForm> all() {
        var forms = new ArrayList<TokenForm>();
        for (String prefix : List.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_")) {
            forms.add(TokenForm.checked(SecretKind.GITHUB_TOKEN, prefix));
        }
        forms.add(TokenForm.checked(SecretKind.NPM_TOKEN, "npm_"));
        forms.add(TokenForm.of(SecretKind.GITHUB_TOKEN, "github_pat_", ALPHANUMERIC.plusUnderscore(), 82, 82));
        for (String prefix : List.of("glpat-", "gldt-", "glrt-", "glptt-")) {
            forms.add(TokenForm.of(SecretKind.GITLAB_TOKEN, prefix, TOKEN, 20, 64));
        }
        for (String prefix : List.of("sk_live_", "rk_live_")) {
            forms.add(TokenForm.of(SecretKind.STRIPE_KEY, prefix, ALPHANUMERIC, 24, 247));
        }
        forms.add(TokenForm.of(SecretKind.DOCKER_TOKEN, "dckr_pat_", TOKEN, 27, 27));
        forms.add(TokenForm.of(SecretKind.DOCKER_TOKEN, "dckr_oat_", TOKEN, 32, 32));
        forms.add(TokenForm.of(SecretKind.HUGGING_FACE_TOKEN, "hf_", LETTERS, 34, 34));
        for (String prefix : List.of("dop_v1_", "doo_v1_", "dor_v1_")) {
            forms.add(TokenForm.of(SecretKind.DIGITALOCEAN_TOKEN, prefix, HEX, 64, 64));
        }
        for (String prefix : List.of("shpat_", "shpca_", "shppa_", "shpss_")) {
            forms.add(TokenForm.of(SecretKind.SHOPIFY_TOKEN, prefix, HEX, 32, 32));
        }
        forms.add(TokenForm.of(SecretKind.AGE_KEY, "AGE-SECRET-KEY-1", BECH32, 58, 58));
        for (String prefix : List.of("sk-ant-api03-", "sk-ant-admin01-", "sk-ant-oat01-", "sk-ant-sid01-")) {
            forms.add(TokenForm.of(SecretKind.ANTHROPIC_KEY, prefix, TOKEN, 80, LONG));
        }
        return List.copyOf(forms);
    }
}
