package dev.attest.vex.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.attest.vex.MalformedVexException;
import dev.attest.vex.scan.Finding;
import dev.attest.vex.scan.ScanReport;
import java.util.List;

/** One report of every format, each with all that its reader looks at; apostrophes stand for quotation marks. */
final class Reports {
    static final String DIGEST = "sha256:" + "a".repeat(64);
    static final String CONFIG = "sha256:" + "c".repeat(64);

    static final String GRYPE =
            """
            {'matches':[
              {'vulnerability':{'id':'GHSA-1','dataSource':'https://d.example','namespace':'github:language:java',
                'severity':'Critical','urls':[],'description':'long','cvss':[
                  {'source':'security@example.com','type':'Secondary','version':'3.1','vector':'CVSS:3.1/AV:N',
                   'metrics':{'baseScore':9.8,'exploitabilityScore':3.9},'vendorMetadata':{}}],
                'fix':{'versions':['2.15.0','2.3.1'],'state':'fixed'},'advisories':[],'risk':7.5},
               'relatedVulnerabilities':[{'id':'CVE-2021-1','namespace':'nvd:cpe','cvss':[
                  {'source':'nvd@nist.gov','version':'2.0','vector':'AV:N/AC:M','metrics':{'baseScore':9.30},'vendorMetadata':{}}]}],
               'matchDetails':[{'type':'exact-direct-match','matcher':'java-matcher','searchedBy':{},'found':{}}],
               'artifact':{'id':'1','name':'log4j-core','version':'2.14.1','type':'java-archive',
                 'locations':[{'path':'/app/b.jar','accessPath':'/app/b.jar'},{'path':'/app/a.jar'}],'language':'java',
                 'licenses':[],'cpes':['cpe:2.3:a:b'],'purl':'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
                 'upstreams':[],'metadataType':'JavaMetadata','metadata':{'pomArtifactID':'log4j-core'}}},
              {'vulnerability':{'id':'ALAS-7','severity':'','fix':{'versions':[],'state':'wont-fix'}},
               'relatedVulnerabilities':[{'id':'CVE-2022-2'},{'id':'CVE-2022-3','cvss':[{'version':'3.0','metrics':{'baseScore':1}}]}],
               'matchDetails':[],'artifact':{'name':'curl','version':'7','type':'rpm','locations':[],'purl':''}}],
             'ignoredMatches':[
              {'vulnerability':{'id':'CVE-2020-9','severity':'Low','fix':{'versions':[],'state':'not-fixed'}},
               'relatedVulnerabilities':[],'matchDetails':[],
               'artifact':{'name':'zlib','version':'1','type':'deb','locations':[],'purl':'pkg:deb/debian/zlib@1'},
               'appliedIgnoreRules':[{'namespace':'vex','vex-status':'not_affected','vex-justification':'component_not_present'}]},
              {'vulnerability':{'id':'CVE-2020-8','severity':'Low'},'relatedVulnerabilities':[],'matchDetails':[],
               'artifact':{'name':'zlib','version':'1','type':'deb','locations':[]},
               'appliedIgnoreRules':[{'vulnerability':'CVE-2020-8','reason':'accepted','namespace':'','fix-state':'unknown'}]}],
             'alertsByPackage':[{'package':{'name':'zlib'},'alerts':[{'type':'distro-eol',
               'message':'Package is from end-of-life distro: debian 9'}]}],
             'source':{'type':'image','target':{'userInput':'registry.example.com/app:1','imageID':'%2$s',
               'manifestDigest':'%1$s','mediaType':'m','tags':[],'imageSize':1,'layers':[{'digest':'sha256:1'}],
               'manifest':'bWFuaWZlc3Q=','config':'Y29uZmln','repoDigests':['registry.example.com/app@%1$s'],'os':'linux'}},
             'distro':{'name':'debian','version':'9','idLike':[]},
             'descriptor':{'name':'grype','version':'0.90.0','configuration':{'output':['json']},
               'db':{'status':{'schemaVersion':'v6.0.2','from':'https://db.example/v6.tar.zst?checksum=sha256%%3Ab',
                 'built':'2026-05-01T06:00:00Z','path':'/home/me/.cache/grype/6','valid':true},
                 'providers':{'nvd':{'captured':'2026-05-01T00:00:00Z'}}},
               'timestamp':'2026-05-01T12:00:00.5+02:00'}}"""
                    .formatted(DIGEST, CONFIG);

    static final String TRIVY =
            """
            {'SchemaVersion':2,'Trivy':{'Version':'0.70.0','Server':{'Version':'0.70.0','VulnerabilityDB':
               {'Version':2,'NextUpdate':'2026-05-02T06:00:00Z','UpdatedAt':'2026-05-01T06:00:00Z','DownloadedAt':'2026-05-01T07:00:00Z'}}},
             'ReportID':'r','CreatedAt':'2026-05-01T10:00:00Z','ArtifactName':'registry.example.com/app:1',
             'ArtifactType':'container_image','Metadata':{'Size':1,'OS':{'Family':'alpine','Name':'3.10.2','EOSL':true},
               'ImageID':'%2$s','DiffIDs':['sha256:1'],'RepoTags':['app:1'],'RepoDigests':['registry.example.com/app@%1$s'],
               'ImageConfig':{'history':[{'created_by':'x'}]},'Layers':[{'Size':1}]},
             'Results':[
              {'Target':'app:1 (alpine 3.10.2)','Class':'os-pkgs','Type':'alpine','Packages':[{'Name':'zlib'}],'Vulnerabilities':[
                {'VulnerabilityID':'CVE-2019-1549','VendorIDs':['ALPINE-1'],'PkgID':'libcrypto@1','PkgName':'libcrypto',
                 'PkgIdentifier':{'PURL':'pkg:apk/alpine/libcrypto@1.1.1c-r0?arch=x86_64&distro=3.10.2','UID':'u'},
                 'InstalledVersion':'1.1.1c-r0','FixedVersion':'1.1.1d-r0, 1.2','Status':'fixed','Layer':{'Digest':'sha256:1'},
                 'SeveritySource':'nvd','Title':'t','Description':'d','Severity':'MEDIUM','CVSS':{'nvd':
                   {'V2Vector':'AV:N/AC:L','V3Vector':'CVSS:3.1/AV:N','V2Score':5,'V3Score':5.3},'redhat':{'V40Score':4.8}}}]},
              {'Target':'app/package-lock.json','Class':'lang-pkgs','Type':'npm','Vulnerabilities':[
                {'VulnerabilityID':'CVE-2020-2','PkgName':'debug','InstalledVersion':'3.0.1','Status':'will_not_fix','Severity':'LOW'},
                {'VulnerabilityID':'CVE-2020-3','PkgName':'debug','PkgPath':'app/node_modules/debug/package.json',
                 'InstalledVersion':'3.0.1','FixedVersion':'3.1.0','Severity':'UNKNOWN'}],
               'ExperimentalModifiedFindings':[
                {'Type':'vulnerability','Status':'not_affected','Statement':'vulnerable_code_not_in_execute_path','Source':'./vex.json',
                 'Finding':{'VulnerabilityID':'CVE-2017-1','PkgName':'debug','InstalledVersion':'3.0.1','Status':'affected','Severity':'LOW'}},
                {'Type':'vulnerability','Status':'under_investigation','Finding':
                  {'VulnerabilityID':'CVE-2017-2','PkgName':'debug','Status':'end_of_life'}},
                {'Type':'vulnerability','Status':'ignored','Source':'.trivyignore','Finding':
                  {'VulnerabilityID':'CVE-2017-3','PkgName':'debug','Status':'fix_deferred'}},
                {'Type':'secret','Status':'ignored','Finding':{'RuleID':'aws'}}]},
              {'Target':'Dockerfile','Class':'config','Type':'dockerfile','Misconfigurations':[{'ID':'DS002'},{'ID':'DS003'}]}]}"""
                    .formatted(DIGEST, CONFIG);

    static final String OSV =
            """
            {'results':[{'source':{'path':'/app/go.mod','type':'lockfile'},'packages':[
              {'package':{'name':'example.com/gogo','version':'1.3.1','ecosystem':'Go'},
               'vulnerabilities':[
                {'id':'GHSA-1','aliases':['CVE-2021-1'],'details':'long','severity':[{'type':'CVSS_V3','score':'CVSS:3.1/AV:N'},
                   {'type':'Ubuntu','score':'medium'}],
                 'affected':[{'package':{'ecosystem':'Go','name':'example.com/gogo'},'ranges':[
                    {'type':'SEMVER','events':[{'introduced':'0'},{'fixed':'1.3.2'}]},{'type':'GIT','events':[{'fixed':'abc'}]}],
                    'versions':['1.3.1']},{'package':{'ecosystem':'Go','name':'other'},'ranges':[
                    {'type':'SEMVER','events':[{'fixed':'9'}]}]}],'database_specific':{'severity':'MODERATE','nvd_published_at':'x'}},
                {'id':'GO-1','aliases':['CVE-2021-1','GHSA-1'],'upstream':['UP-1']},
                {'id':'GO-2','affected':[{'package':{'name':'example.com/gogo'},'ranges':[{'type':'SEMVER','events':[{'introduced':'0'}]}]}]},
                {'id':'GO-3'},{'id':'GO-4'}],
               'groups':[{'ids':['GHSA-1','GO-1'],'aliases':['CVE-2021-1','GHSA-1','GO-1'],'max_severity':'8.6'},
                {'ids':['GO-2'],'aliases':['GO-2'],'experimental_analysis':{'GO-2':{'called':false,'unimportant':false}},'max_severity':''},
                {'ids':['GO-3'],'aliases':['GO-3'],'experimental_analysis':{'GO-3':{'called':true,'unimportant':true}}}]},
              {'package':{'name':'','version':'','ecosystem':'','commit':'0123456789abcdef'},'vulnerabilities':[{'id':'OSV-1'}],
               'groups':[{'ids':['OSV-1'],'experimental_analysis':{'OSV-1':{'called':true,'unimportant':false}}}]}]},
             {'source':{'path':'/b','type':'os'},'experimental_pes':[{'Plugin':'vex/cachedir'}],'packages':[]}],
             'experimental_config':{'licenses':{'summary':false,'allowlist':null}},
             'image_metadata':{'os':'Debian','layer_metadata':[]}}""";

    static final String CYCLONEDX =
            """
            {'bomFormat':'CycloneDX','specVersion':'1.6','serialNumber':'urn:uuid:1','version':1,
             'metadata':{'timestamp':'2026-05-01T10:00:00Z','tools':{'components':[{'type':'application','name':'wrapper'},
               {'type':'application','group':'aquasecurity','name':'trivy','version':'0.70.0'}]},
               'component':{'bom-ref':'root','type':'container','name':'registry.example.com/app','version':'%1$s',
                 'purl':'pkg:oci/app@sha256%%3Abbbb','properties':[{'name':'aquasecurity:trivy:ImageID','value':'%2$s'},
                 {'name':'aquasecurity:trivy:RepoDigest','value':'registry.example.com/app@%1$s'},{'name':'other','value':'x@%2$s'}]}},
             'components':[{'bom-ref':'c1','type':'library','group':'com.example','name':'lib','version':'2.9.1',
               'purl':'pkg:maven/com.example/lib@2.9.1','components':[{'bom-ref':'c2','type':'library','name':'inner','version':'1'}]}],
             'dependencies':[{'ref':'c1'}],
             'compositions':[{'aggregate':'incomplete_first_party_only'}],
             'vulnerabilities':[
              {'id':'CVE-2020-1','source':{'name':'ghsa'},'references':[{'id':'GHSA-1','source':{'name':'ghsa','url':'u'}}],
               'ratings':[{'source':{'name':'ghsa'},'severity':'critical'},
                 {'source':{'name':'nvd'},'score':6.8,'severity':'medium','method':'CVSSv2','vector':'AV:N/AC:M'},
                 {'score':9.8,'method':'CVSSv31'},{'source':{'name':'FIRST'},'score':0.03,'method':'other'}],
               'recommendation':'Upgrade com.example:lib to version 2.9.10.4, 2.10','description':'long',
               'affects':[{'ref':'c1','versions':[{'version':'2.9.1','status':'affected'}]},{'ref':'urn:cdx:1/1#c2'},
                 {'ref':'pkg:npm/debug@3.0.1','versions':[{'version':'3.0.1'},{'version':'3.0.2','status':'unaffected'}]},{'ref':'gone'},
                 {'ref':'c2','versions':[{'version':'9','status':'unaffected'}]}]},
              {'id':'CVE-2020-2','analysis':{'state':'not_affected','justification':'code_not_reachable','detail':'never\\ncalled'},
               'affects':[{'ref':'c1'}]},
              {'id':'CVE-2020-3','analysis':{'state':'in_triage'}}]}"""
                    .formatted(DIGEST, CONFIG);

    static final String SARIF_TRIVY =
            """
            {'version':'2.1.0','$schema':'https://s.example/sarif-2.1.0.json','runs':[{'tool':{'driver':{'name':'Trivy',
              'informationUri':'https://github.com/aquasecurity/trivy','fullName':'Trivy Vulnerability Scanner','version':'0.70.0','rules':[
               {'id':'CVE-2011-1','name':'OsPackageVulnerability','defaultConfiguration':{'level':'note'},'helpUri':'u',
                'help':{'text':'Vulnerability CVE-2011-1\\nSeverity: LOW\\nPackage: other\\nFixed Version: \\nLink: [x](u)\\nPackage: no','markdown':'m'},
                'properties':{'precision':'very-high','security-severity':'2.0','tags':['vulnerability','security','LOW']}},
               {'id':'aws-key','properties':{'security-severity':'9.5','tags':['secret','security','CRITICAL']}}]}},
              'results':[{'ruleId':'CVE-2011-1','ruleIndex':0,'level':'note','message':{'text':
                 'Package: apt\\nInstalled Version: 2.6.1\\nVulnerability CVE-2011-1\\nSeverity: LOW\\nFixed Version: 2.6.2\\nLink: [x](u)'},
                'locations':[{'physicalLocation':{'artifactLocation':{'uri':'library/nginx','uriBaseId':'ROOTPATH'},'region':{'startLine':1}},
                  'message':{'text':'library/nginx: apt@2.6.1'}}]},
               {'ruleId':'aws-key','ruleIndex':1,'level':'error','message':{'text':'Artifact: a'}}],
              'columnKind':'utf16CodeUnits','originalUriBaseIds':{'ROOTPATH':{'uri':'file:///'}},
              'properties':{'imageName':'nginx:1','repoDigests':['nginx@%1$s'],'repoTags':[],'imageID':'%2$s'}}]}"""
                    .formatted(DIGEST, CONFIG);

    static final String SARIF_GRYPE =
            """
            {'version':'2.1.0','runs':[{'tool':{'driver':{'name':'grype','version':'0.90.0','informationUri':'https://github.com/anchore/grype',
              'rules':[{'id':'CVE-2026-1-libz','name':'ApkMatcherExactDirectMatch','shortDescription':{'text':'s'},'help':{'text':
                'Vulnerability CVE-2026-1\\nSeverity: high\\nPackage: libz\\nVersion: 1.1\\nFix Version: 1.2,1.3\\nType: apk\\nLocation: lib/a\\nData Namespace: n'},
                'properties':{'purls':['pkg:apk/alpine/libz@1.1'],'security-severity':'8.2'}}]}},
              'results':[
               {'ruleId':'CVE-2026-1-libz','level':'error','message':{'text':
                 'A high vulnerability in apk package: libz, version 1.1 was found in image user-input at: lib/a'},
                'locations':[{'physicalLocation':{'artifactLocation':{'uri':'image/lib/a'},'region':{'startLine':1}}}]},
               {'ruleId':'CVE-2026-1-libz','level':'error','message':{'text':
                 'A high vulnerability in apk package: libz, version 0.9 was found in image user-input at: lib/b'},'locations':[]}]}]}""";

    static final String SARIF_OSV =
            """
            {'version':'2.1.0','runs':[{'tool':{'driver':{'name':'osv-scanner','version':'2.5.0','informationUri':'https://github.com/google/osv-scanner',
              'rules':[{'id':'CVE-2022-1','deprecatedIds':['CVE-2022-1','RUSTSEC-2022-1','GHSA-1'],'properties':{'security-severity':'7.5'}}]}},
              'results':[{'ruleId':'CVE-2022-1','ruleIndex':0,'level':'warning','rank':-1,'kind':'fail','message':{'arguments':[],
                'text':'Package \\u0027@scope/regex@1.5.1\\u0027 is vulnerable to \\u0027CVE-2022-1\\u0027 (also known as \\u0027GHSA-1\\u0027).'},
                'locations':[{'physicalLocation':{'artifactLocation':{'uri':'file:///Cargo.lock','index':-1}}}],'suppressions':[]}]}]}""";

    static final String SARIF_SNYK =
            """
            {'version':'2.1.0','runs':[{'tool':{'driver':{'name':'Snyk Container','rules':[
               {'id':'SNYK-DEBIAN12-APT-1','shortDescription':{'text':'s'},'fullDescription':{'text':'(CVE-2011-3374) apt/libapt-pkg6.0@2.6.1'},
                'help':{'text':'','markdown':'m'},'defaultConfiguration':{'level':'warning'},
                'properties':{'tags':['security','CWE-347','deb'],'cvssv3_baseScore':3.7,'security-severity':'3.7'}},
               {'id':'SNYK-DEBIAN12-X-2','fullDescription':{'text':'(CVE-2011-1,CVE-2011-2) x@1'},'properties':{'tags':[]}},
               {'id':'SNYK-DEBIAN12-Y-3','fullDescription':{'text':'something else'},'properties':{'cvssv3_baseScore':null}}]}},
              'results':[{'ruleId':'SNYK-DEBIAN12-APT-1','level':'note','message':{'text':'This file introduces a vulnerable apt package'},
                 'locations':[{'physicalLocation':{'artifactLocation':{'uri':'nginx@sha256_13'},'region':{'startLine':1}}}]},
                {'ruleId':'SNYK-DEBIAN12-X-2','message':{'text':'m'}},{'ruleId':'SNYK-DEBIAN12-Y-3','message':{'text':'m'}}]}]}""";

    static final String SARIF_CODEQL =
            """
            {'version':'2.1.0','runs':[{'tool':{'driver':{'name':'CodeQL','organization':'GitHub','semanticVersion':'2.20.0'},
               'extensions':[{'name':'other','rules':[]},{'name':'codeql/java-queries','semanticVersion':'1.2.0','rules':[
                 {'id':'java/sql-injection','defaultConfiguration':{'enabled':true,'level':'error'},
                  'properties':{'tags':['security','external/cwe/cwe-089'],'security-severity':'8.8'}}]}]},
              'invocations':[{'executionSuccessful':true,'startTimeUtc':'2026-05-01T09:00:00Z','endTimeUtc':'2026-05-01T09:30:00Z',
                 'toolExecutionNotifications':[{'level':'error','message':{'text':'Could not\\nextract A.java'}},
                  {'level':'note','message':{'text':'fine'}},{'message':{'text':'default'}}]},
                {'executionSuccessful':false,'startTimeUtc':'2026-05-01T09:10:00Z','endTimeUtc':'2026-05-01T09:40:00Z',
                 'toolConfigurationNotifications':[{'level':'error','message':{}}]}],
              'results':[
               {'ruleId':'java/sql-injection','ruleIndex':0,'rule':{'id':'java/sql-injection','index':0,'toolComponent':{'index':1}},
                'message':{'text':'m'},'locations':[{'physicalLocation':{'artifactLocation':{'uri':'src/A.java'},'region':{'startLine':7}}}],
                'codeFlows':[{}],'partialFingerprints':{'a':'b'}},
               {'rule':{'index':0,'toolComponent':{'index':1}},'message':{'text':'m'},'suppressions':[
                 {'kind':'inSource','justification':'checked'},{'kind':'external','status':'accepted'}],
                 'locations':[{},{'physicalLocation':{}},{'physicalLocation':{'artifactLocation':{'uri':'src/B.java'}}}]},
               {'ruleId':'java/sql-injection','message':{'text':'m'},'suppressions':[{'kind':'external'},{'kind':'external','status':'underReview'}]},
               {'ruleId':'java/x','kind':'pass','message':{'text':'m'}},{'ruleId':'java/y','kind':'review','message':{'text':'m'}},
               {'ruleId':'java/z','baselineState':'absent','message':{'text':'m'}}]},
             {'tool':{'driver':{'name':'CodeQL'}}}]}""";

    static final String COSIGN =
            """
            {'invocation':{'parameters':null,'uri':'','event_id':'','builder.id':''},
             'scanner':{'uri':'pkg:github/aquasecurity/trivy@0.70.0','version':'0.70.0','db':{'uri':'https://db.example','version':'v2'},
              'result':%s},
             'metadata':{'scanStartedOn':'2026-05-01T11:00:00Z','scanFinishedOn':'2026-05-01T11:00:05Z'}}"""
                    .formatted(TRIVY);

    private Reports() {}

    static List<String> all() {
        return List.of(
                GRYPE, TRIVY, OSV, CYCLONEDX, SARIF_TRIVY, SARIF_GRYPE, SARIF_OSV, SARIF_SNYK, SARIF_CODEQL, COSIGN);
    }

    static byte[] bytes(String report) {
        return report.replace('\'', '"').getBytes(UTF_8);
    }

    static ScanReport read(String report) throws MalformedVexException {
        return ScanReports.read("report.json", bytes(report));
    }

    static Finding finding(ScanReport report, String id) {
        return report.findings().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
