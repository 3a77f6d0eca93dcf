package dev.attest.sbom.facts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which program names stand for which fact. */
final class KnownTools {
    private static final Map<String, FactKind> BY_NAME = byName();
    /** Where Debian keeps scripts that bear the name of the package they are for. */
    private static final List<String> NAMESAKES = List.of(
            "etc/alternatives/",
            "etc/cron.",
            "etc/init.d/",
            "etc/kernel/",
            "etc/logrotate.d/",
            "usr/lib/apt/methods/",
            "usr/share/bug/",
            "usr/share/doc/");

    private static final int MAX_NAME = 64;
    private static final Pattern VERSION_SUFFIX = Pattern.compile("(-?[0-9]+(\\.[0-9]+)*)$");
    // x86_64-linux-gnu-gcc-12
    private static final Pattern TARGET_PREFIX = Pattern.compile("^[a-z0-9_]+-(linux|alpine)-[a-z]+-(.+)$");

    private KnownTools() {}

    /** What a program at this path is by its name; versions and compilers' target prefixes do not hide it. */
    static Optional<FactKind> of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        Optional<FactKind> kind = ofName(name);
        boolean namesakes = kind.isPresent()
                && kind.get() != FactKind.SHELL
                && NAMESAKES.stream().anyMatch(path::startsWith);
        return namesakes ? Optional.empty() : kind;
    }

    private static Optional<FactKind> ofName(String name) {
        FactKind exact = BY_NAME.get(name);
        if (exact != null || name.length() > MAX_NAME) {
            return Optional.ofNullable(exact);
        }
        String stripped = VERSION_SUFFIX.matcher(name).replaceFirst("");
        var target = TARGET_PREFIX.matcher(stripped);
        String tool = target.matches() ? target.group(2) : stripped;
        return Optional.ofNullable(BY_NAME.get(tool));
    }

    private static Map<String, FactKind> byName() {
        var names = new HashMap<String, FactKind>();
        // busybox and toybox bring their shell along, whatever links to them.
        put(
                names,
                FactKind.SHELL,
                "sh bash rbash dash zsh ash hush ksh ksh93 mksh lksh pdksh fish csh tcsh yash busybox toybox"
                        + " elvish nu pwsh xonsh oksh osh ysh posh sash rc es static-sh bash-static zsh-static");
        put(
                names,
                FactKind.PACKAGE_MANAGER,
                "apt apt-get aptitude dpkg apk rpm rpm2cpio dnf dnf5 yum microdnf tdnf zypper pacman"
                        + " opkg emerge xbps-install nix-env nix brew snap flatpak swupd urpmi dpkg-deb rpm-ostree yumdownloader"
                        + " apt-cache synaptic tazpkg slackpkg guix pkgin");
        put(
                names,
                FactKind.LANGUAGE_PACKAGE_MANAGER,
                "pip pipx uv poetry conda mamba micromamba npm npx yarn pnpm corepack gem"
                        + " bundle bundler composer nuget luarocks cpan cpanm cpanminus pecl pear pdm rye hatch pixi bun deno easy_install"
                        + " mix rebar3 hex cabal stack opam conan vcpkg jpm pipenv micropipenv");
        put(
                names,
                FactKind.BUILD_TOOL,
                "gcc g++ cc c++ c89 c99 cpp clang clang++ tcc as ld ld.bfd ld.gold gold lld make gmake cmake"
                        + " ninja meson automake autoconf javac jlink go gofmt cargo rustc mvn gradle ant sbt bazel dotnet-sdk ghc swiftc"
                        + " gfortran dpkg-buildpackage rpmbuild tsc ar ranlib strip objcopy objdump nm readelf libtool libtoolize"
                        + " bison flex yacc lex m4 pkg-config pkgconf cmake3 ccache distcc scons waf nasm yasm rustup rustdoc"
                        + " dmd ldc2 zig nim ocamlopt erlc kotlinc scalac groovyc jar jpackage protoc swig docker buildah kaniko"
                        + " podman esbuild webpack rollup vite node-gyp");
        put(
                names,
                FactKind.NETWORK_TOOL,
                "curl wget wget2 nc ncat netcat nc.traditional nc.openbsd socat telnet ssh scp sftp ftp git"
                        + " svn hg rsync aria2c nmap dig nslookup host ping ping6 traceroute tracepath mtr ip ifconfig"
                        + " ssh-keygen sshd dropbear dbclient tftp lftp ncftp axel httpie http lynx links elinks w3m iptables nft"
                        + " arp route netstat ss ethtool iperf iperf3 whois hping3 masscan openvpn wg rclone s3cmd aws gsutil"
                        + " kubectl helm rlogin rsh tcpserver smbclient");
        put(
                names,
                FactKind.DEBUG_TOOL,
                "gdb gdbserver lldb strace ltrace tcpdump tshark perf valgrind bpftrace jdb jcmd jmap jstack"
                        + " jshell dlv delve rr jhsdb jfr jinfo jstat jconsole jvisualvm py-spy pdb3 debugpy nsenter ftrace trace-cmd"
                        + " bpftool sysdig dstat iotop htop lsof ngrep wireshark dumpcap heaptrack crash kdump coredumpctl r2 radare2"
                        + " uftrace systemtap stap pstack gcore gdb-multiarch");
        put(
                names,
                FactKind.EDITOR,
                "vi vim vim.tiny vim.basic nvim nano pico emacs ed joe jed mg micro ex view rvim vim.nox"
                        + " vim.gtk3 vimdiff hx helix kak ne zile nano-tiny red jmacs jpico rnano emacs-nox emacsclient sensible-editor");
        put(
                names,
                FactKind.INTERPRETER,
                "python pypy perl ruby jruby irb node nodejs php php-cgi php-cli lua luajit tclsh wish expect gawk mawk awk"
                        + " nawk Rscript R groovy julia erl elixir iex guile racket gjs raku");
        return Map.copyOf(names);
    }

    private static void put(Map<String, FactKind> names, FactKind kind, String words) {
        for (String word : words.split(" ")) {
            names.put(word, kind);
        }
    }
}
