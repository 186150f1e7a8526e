import Reporting
import Telemetry
import Tracking

/// The published comparison of ways to fuse three sensors, with ours beside.
struct FuseBenchmark {
  var seeds: ClosedRange<UInt64>

  /// A row a contender: RMSE, NEES and coverage in each scenario, and the published RMSE.
  func tell(isJSON: Bool) throws {
    let bounds = try FusionBounds()
    var tables = ["RMSE, K", "published RMSE, K", "NEES", "share inside 95 %"].map { title in
      TextTable([(title, .left)] + FusionScenario.allCases.map { ($0.rawValue, .right) })
    }
    for contender in FusionContender.allCases {
      let results = FusionScenario.allCases.map { FusionResult(contender, $0, seeds: seeds) }
      if isJSON {
        for (scenario, result) in zip(FusionScenario.allCases, results) {
          Console.print(Self.json(contender, scenario, result))
        }
      }
      let rows = [
        results.map { TextTable.short($0.rmse) }, contender.published.map(TextTable.short),
        results.map { TextTable.short($0.nees) }, results.map { TextTable.short($0.coverage) },
      ]
      for place in tables.indices where !(place == 1 && contender.published[0] == nil) {
        tables[place].add([contender.rawValue] + rows[place])
      }
    }
    if isJSON { return }
    Console.print(
      "seeds \(seeds.lowerBound)...\(seeds.upperBound), means; bounds on clean: filter "
        + "\(TextTable.short(bounds.filter)), one step ahead "
        + "\(TextTable.short(bounds.oneStepAhead)), smoother \(TextTable.short(bounds.smoother)), "
        + "memoryless \(TextTable.short(bounds.memoryless))")
    for table in tables { for line in [""] + table.lines { Console.print(line) } }
  }

  private static func json(
    _ contender: FusionContender, _ scenario: FusionScenario, _ result: FusionResult
  ) -> JSONValue {
    .object([
      JSONMember("method", .string(contender.rawValue)),
      JSONMember("scenario", .string(scenario.rawValue)), JSONMember("rmse", .number(result.rmse)),
      JSONMember("rmse_max", .number(result.rmseMax)), JSONMember("nees", .number(result.nees)),
      JSONMember("coverage_95", .number(result.coverage)),
    ])
  }
}
