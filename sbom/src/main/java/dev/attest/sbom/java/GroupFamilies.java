package dev.attest.sbom.java;

import java.util.List;
import java.util.Optional;

/**
 * Families of artifacts that are published without coordinates inside and whose group is neither in the manifest nor the
 * package of their classes. A name counts only together with a package that the family's classes are in.
 */
final class GroupFamilies {
    private record Family(String artifact, String classes, String group) {}

    /** The first row that fits counts, so longer names stand before shorter ones. */
    private static final List<Family> ROWS = List.of(
            new Family("spring-boot", "org.springframework.boot", "org.springframework.boot"),
            new Family("spring-security", "org.springframework.security", "org.springframework.security"),
            new Family("spring-data", "org.springframework.data", "org.springframework.data"),
            new Family("spring-cloud", "org.springframework.cloud", "org.springframework.cloud"),
            new Family("spring-session", "org.springframework.session", "org.springframework.session"),
            new Family("spring-batch", "org.springframework.batch", "org.springframework.batch"),
            new Family("spring-integration", "org.springframework.integration", "org.springframework.integration"),
            new Family("spring-kafka", "org.springframework.kafka", "org.springframework.kafka"),
            new Family("spring-amqp", "org.springframework.amqp", "org.springframework.amqp"),
            new Family("spring-rabbit", "org.springframework.amqp", "org.springframework.amqp"),
            new Family("spring-graphql", "org.springframework.graphql", "org.springframework.graphql"),
            new Family("spring-jcl", "org.apache.commons.logging", "org.springframework"),
            new Family("spring", "org.springframework", "org.springframework"),
            new Family("tomcat-embed", "org.apache.tomcat", "org.apache.tomcat.embed"),
            new Family("tomcat-embed", "org.apache.el", "org.apache.tomcat.embed"),
            new Family("tomcat", "org.apache.tomcat", "org.apache.tomcat"),
            new Family("micrometer", "io.micrometer", "io.micrometer"),
            new Family("log4j", "org.apache.logging.log4j", "org.apache.logging.log4j"),
            new Family("kotlinx", "kotlinx", "org.jetbrains.kotlinx"),
            new Family("kotlin", "kotlin", "org.jetbrains.kotlin"),
            new Family("reactor-netty", "reactor.netty", "io.projectreactor.netty"),
            new Family("reactor", "reactor", "io.projectreactor"),
            new Family("okhttp", "okhttp3", "com.squareup.okhttp3"),
            new Family("okio", "okio", "com.squareup.okio"),
            new Family("opentelemetry", "io.opentelemetry", "io.opentelemetry"),
            new Family("hibernate", "org.hibernate", "org.hibernate.orm"),
            new Family("junit-jupiter", "org.junit.jupiter", "org.junit.jupiter"),
            new Family("junit-platform", "org.junit.platform", "org.junit.platform"),
            new Family("junit", "org.junit", "junit"),
            new Family("asm", "org.objectweb.asm", "org.ow2.asm"),
            new Family("ant", "org.apache.tools.ant", "org.apache.ant"),
            new Family("grpc", "io.grpc", "io.grpc"),
            new Family("groovy", "groovy", "org.apache.groovy"));

    private GroupFamilies() {}

    static Optional<String> of(String artifact, ArchiveContents contents) {
        return ROWS.stream()
                .filter(family -> artifact.equals(family.artifact) || artifact.startsWith(family.artifact + "-"))
                .filter(family -> contents.hasPackage(family.classes))
                .map(Family::group)
                .findFirst();
    }
}
