public import Reporting

/// A check that came to no verdict, for whoever reads its files: a pull request's comment of the
/// check before would be believed.
public struct CheckRefusal: Sendable {
  private let scenario: String
  private let reason: String

  /// - Parameter reason: why there is no verdict, and what to do.
  public init(scenario: String, reason: String) {
    self.scenario = scenario
    self.reason = reason
  }

  private var summary: String { "\(scenario): no verdict" }

  public var markdown: String {
    "### HomeTwin check: \(summary)\n\n```\n\(reason)\n```\n"
  }

  public var junit: String {
    [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuite name=\"hometwin check \(XMLText.escaped(scenario))\" tests=\"1\" errors=\"1\">",
      "  <testcase classname=\"check\" name=\"verdict\">",
      "    <error message=\"\(XMLText.escaped(reason))\"/>", "  </testcase>", "</testsuite>", "",
    ].joined(separator: "\n")
  }

  public var report: Report {
    Report(
      title: "check of \(scenario)", why: summary, facts: [reason], verdicts: nil, sections: [])
  }
}
