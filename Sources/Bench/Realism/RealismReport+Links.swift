internal import Reporting

/// What a report tells of radio links: all are one lot, which has no percentiles over homes.
extension Realism {
  var linkTable: ReportTable {
    ReportTable(
      columns: ["figure", "unit", "links", "all links", "measured", ""],
      rows: rows(of: .links).map { row in
        [
          row.definition.id, row.definition.unit, String(row.ground?.linkCount ?? 0),
          Self.short(row.simulated?.p50), Self.band(row),
          row.isMet == nil ? "too few" : Self.verdict(row),
        ]
      })
  }

  /// Of the links of all homes together.
  var linkText: String {
    let links = rows(of: .links)
    let judged = links.count { $0.isMet != nil }
    let few = links.count - judged
    let fewText = few > 0 ? ", too few links for \(few) more" : ""
    guard judged > 0 else { return "too few links for a verdict" }
    return "\(links.count { $0.isMet == true }) of \(judged) figures of all links together where "
      + "measured ones have them\(fewText)"
  }

  /// From which power on links were weighed.
  static func weighedText(_ row: Row) -> String {
    guard let weakest = row.ground?.weakestDBm else { return "" }
    return "; of links received at \(weakest) dBm and more, weighed as often as the testbed's"
  }
}
