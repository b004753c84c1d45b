// What Maven Central demands of every pom: https://central.sonatype.org/publish/requirements
import groovy.xml.XmlSlurper

def installed = ['parent', 'api', 'core', 'aws', 'examples'].collect {
    new File(localRepositoryPath, "io/amiclean/amiclean-${it}").listFiles()
        .findAll { it.directory }
        .collectMany { it.listFiles().findAll { it.name.endsWith('.pom') } }
}
installed.each { assert !it.isEmpty() }
installed.flatten().each { file ->
    def pom = new XmlSlurper().parse(file)
    ['groupId': pom.groupId,
     'artifactId': pom.artifactId,
     'version': pom.version,
     'name': pom.name,
     'description': pom.description,
     'url': pom.url,
     'the name of the licence': pom.licenses.license.name,
     'the URL of the licence': pom.licenses.license.url,
     'a developer': pom.developers.developer.name,
     'scm connection': pom.scm.connection,
     'scm developerConnection': pom.scm.developerConnection,
     'scm url': pom.scm.url].each { what, element ->
        assert !element.text().isBlank() && !element.text().contains('${') : "${file.name} lacks ${what}"
    }
    assert pom.parent.isEmpty() : "${file.name} has a parent"
}
true
