// The dependencies and the first program of the README become a project as they stand there.
def readme = new File(basedir, '../../../README.md').getText('UTF-8')
def block = { language, text ->
  def found = (readme =~ /(?ms)^```${language}\n(.*?)^```$/).collect { it[1] }.find { it.contains(text) }
  assert found != null : "README.md has no block of ${language} with '${text}'"
  found
}

def project = new File(basedir, 'first-program')
def pom = new File(project, 'pom.template.xml').getText('UTF-8')
new File(project, 'pom.xml').setText(pom.replace('@dependencies@', block('xml', '<dependencies>')), 'UTF-8')

['first-program', 'oldest-versions'].each {
    def sources = new File(basedir, "${it}/src/main/java")
    sources.mkdirs()
    new File(sources, 'KeepNewestPerTag.java').setText(block('java', 'class KeepNewestPerTag'), 'UTF-8')
}
true
