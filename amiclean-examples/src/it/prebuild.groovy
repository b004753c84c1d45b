// What README.md and docs/strategies.md show becomes projects as it stands there.
def root = new File(basedir, '../../..')
def readme = new File(root, 'README.md').getText('UTF-8')
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

// Every block of docs/strategies.md is a file, whose path stands above it.
def page = new File(root, 'docs/strategies.md').getText('UTF-8')
def files = (page =~ /(?ms)^`([^`\n]+)`\n\n```\w+\n(.*?)^```$/).collect { [path: it[1], text: it[2]] }
assert files.size() == (page =~ /(?m)^```\w+$/).size() : 'docs/strategies.md has a block without a path'
files.each {
    def file = new File(basedir, "own-strategies/${it.path}")
    file.parentFile.mkdirs()
    file.setText(it.text, 'UTF-8')
}
true
