package dev.millrace.systemtests.python;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What a pytest run reports in its JUnit XML file.
 *
 * @param clientVersion of the mlflow package that the tests used, as it names itself
 */
record PytestReport(String clientVersion, List<PythonTest> tests) {

  /**
   * A test's file and name, and what went wrong or why it was left out; empty where nothing did.
   */
  record PythonTest(String file, String name, String failure, String skipReason) {}

  static PytestReport read(Path file) throws IOException {
    try {
      Document report =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
      NodeList cases = report.getElementsByTagName("testcase");
      return new PytestReport(
          clientVersion(report),
          IntStream.range(0, cases.getLength())
              .mapToObj(index -> test((Element) cases.item(index)))
              .toList());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("Not a JUnit report: " + file, e);
    }
  }

  private static String clientVersion(Document report) {
    NodeList properties = report.getElementsByTagName("property");
    return IntStream.range(0, properties.getLength())
        .mapToObj(index -> (Element) properties.item(index))
        .filter(property -> property.getAttribute("name").equals("mlflow"))
        .map(property -> property.getAttribute("value"))
        .findFirst()
        .orElse("");
  }

  private static PythonTest test(Element testCase) {
    return new PythonTest(
        testCase.getAttribute("classname"),
        testCase.getAttribute("name"),
        text(testCase, "failure") + text(testCase, "error"),
        text(testCase, "skipped"));
  }

  private static String text(Element testCase, String kind) {
    NodeList found = testCase.getElementsByTagName(kind);
    if (found.getLength() == 0) {
      return "";
    }
    Element first = (Element) found.item(0);
    return first.getAttribute("message") + "\n" + first.getTextContent();
  }
}
