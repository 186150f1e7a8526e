internal import Homes
internal import Reporting
internal import Telemetry
internal import Truth

/// How often the homes of a run were held against each law; a run that broke one has no result.
struct PlausibilityTotals: Sendable {
  private let record: PlausibilityRecord

  init(_ shards: [Shard]) {
    record = shards.reduce(into: PlausibilityRecord()) { $0.join($1.home.plausibility) }
  }

  var count: Int64 { record.count }

  var text: String { "plausibility: \(NumberText.whole(Int(count))) checks, none broken" }

  /// `checks` in all and by law.
  var json: JSONValue {
    .object([
      JSONMember("checks", .integer(count)), JSONMember("broken", .integer(0)),
      JSONMember(
        "checks_by_law",
        .object(
          PlausibilityLaw.allCases.map { JSONMember($0.name, .integer(record.count($0))) })),
    ])
  }
}
