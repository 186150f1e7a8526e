internal import Reporting
internal import Scoring
public import Telemetry

extension ErrorBudget {
  public static let format = "hometwin.budget/1"

  /// A table for people.
  ///
  /// - Parameter title: what was lived, such as `winter-week, seed 45`.
  public func text(title: String) -> String {
    var table = TextTable([
      ("part", .left), ("share", .right), (unit == "1" ? "amount" : unit, .right),
      ("95 % interval", .right), ("mended alone", .right), ("made perfect", .left),
    ])
    for part in parts {
      table.add([
        part.name, percent(part.share), TextTable.short(part.share),
        TextTable.short(part.interval), TextTable.short(part.alone), part.meaning,
      ])
    }
    table.add(["rest", percent(rest), TextTable.short(rest), "-", "-", "left when all are perfect"])
    table.add(["sum", percent(total), TextTable.short(total), "-", "-", ""])
    return ([headline(title), ""] + table.lines + ["", legend] + programs).joined(separator: "\n")
  }

  private func headline(_ title: String) -> String {
    var name = "\(title): \(scoreID) = \(TextTable.short(value))"
    if wholeValue != value {
      name += " where the oracle played (over everything \(TextTable.short(wholeValue)))"
    }
    switch scale {
    case .square: return name + "; shares of its square, which independent errors add to"
    case .loss: return name
    case .shortfall: return name + "; shares of what is missing to 1"
    }
  }

  private var legend: String {
    "Shares are means over all orders in which the parts could be mended (Shapley values, "
      + "\(lifeCount) lives of the same world);\na share below 0 means that mending the part does "
      + "harm, such as readings that come when nobody expects them.\nIntervals are over homes and "
      + "days. Mended alone: what this part and no other would take away."
  }

  private func percent(_ share: Double) -> String {
    guard total != 0 else { return "-" }
    let tenths = (share / total * 1000).rounded() / 10
    return "\(tenths) %"
  }

  public var json: JSONValue {
    .object([
      JSONMember("format", .string(Self.format)), JSONMember("score", .string(scoreID)),
      JSONMember("value", .number(value)), JSONMember("unit", .string(unit)),
      JSONMember("total", .number(total)), JSONMember("rest", .number(rest)),
      JSONMember("errors", .array(errors.map { .number($0) })),
      JSONMember("lives", .integer(Int64(lifeCount))),
      JSONMember("programs", .array(programs.map { .string($0) })),
      JSONMember(
        "parts",
        .array(
          parts.map { part in
            .object([
              JSONMember("name", .string(part.name)), JSONMember("share", .number(part.share)),
              JSONMember(
                "interval",
                part.interval.map { .array([.number($0.lowerBound), .number($0.upperBound)]) }
                  ?? .null),
              JSONMember("alone", .number(part.alone)),
              JSONMember("made_perfect", .string(part.meaning)),
            ])
          })),
    ])
  }
}
