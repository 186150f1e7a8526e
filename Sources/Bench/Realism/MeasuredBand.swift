internal import Telemetry

/// Where measured homes have a figure, and who measured them.
public struct MeasuredBand: Sendable {
  public var figure: String
  /// How long the stretches were that the figure was taken of; nil where that says nothing.
  public var span: LoadSpan?
  public var range: ClosedRange<Double>
  public var source: String
  /// Homes with such a trait are not held against it, for no measured home has it.
  public var without: HomeTrait?
  /// The weakest class of received power among the links that a standardised figure was taken of,
  /// its lower edge, dBm; nil for other figures.
  public var weakestDBm: Int?

  public init(
    figure: String, span: LoadSpan? = nil, range: ClosedRange<Double>, source: String,
    without: HomeTrait? = nil, weakestDBm: Int? = nil
  ) {
    self.figure = figure
    self.span = span
    self.range = range
    self.source = source
    self.without = without
    self.weakestDBm = weakestDBm
  }

  public static let format = "hometwin.reference/1"

  /// Reads a file of `Worlds/reference/`.
  ///
  /// - Throws: ``RealismError`` with what was found and expected.
  public static func read(_ bytes: [UInt8], path: String) throws(RealismError) -> [MeasuredBand] {
    let document: JSONValue
    do { document = try JSONValue.parse(bytes) } catch {
      throw RealismError("\(path):\(error)")
    }
    guard document["format"]?.stringValue == format,
      let rows = document["figures"]?.arrayValue
    else {
      throw RealismError("\(path): expected \"format\": \"\(format)\" and a list of figures")
    }
    let known = FigureDefinition.all.map(\.id) + LinkDefinition.all.map(\.id)
    let loads = LoadFigures.definitions.map(\.id)
    var bands: [MeasuredBand] = []
    for (index, row) in rows.enumerated() {
      try checkKeys(of: row, at: "\(path): figures[\(index)]")
      guard let id = row["id"]?.stringValue, known.contains(id) else {
        throw RealismError(
          "\(path): figures[\(index)].id: found \(row["id"]?.kindText ?? "nothing"), expected one "
            + "of \(known.joined(separator: ", "))")
      }
      guard let low = row["low"]?.doubleValue, let high = row["high"]?.doubleValue, low <= high,
        let source = row["source"]?.stringValue, !source.isEmpty
      else {
        throw RealismError(
          "\(path): figures[\(index)]: expected low and high, ascending numbers, and a source")
      }
      let span: LoadSpan? = try word("span", of: row, at: "\(path): figures[\(index)]")
      let trait: HomeTrait? = try word("without", of: row, at: "\(path): figures[\(index)]")
      if loads.contains(id), span == nil {
        throw RealismError("\(path): figures[\(index)]: expected a span, for it is of a load")
      }
      let weakest = try weakest(of: row, id, at: "\(path): figures[\(index)]")
      if bands.contains(where: {
        $0.figure == id && $0.span == span && $0.weakestDBm == weakest
      }) {
        throw RealismError("\(path): figures[\(index)]: found \"\(id)\" once more")
      }
      bands.append(
        MeasuredBand(
          figure: id, span: span, range: low...high, source: source, without: trait,
          weakestDBm: weakest))
    }
    return bands
  }

  /// The edge of a class of power, which figures that are weighed to a testbed's mix need.
  private static func weakest(
    of row: JSONValue, _ id: String, at place: String
  ) throws(RealismError) -> Int? {
    let isWeighed = LinkDefinition.weighedIDs.contains(id)
    let edges = LinkMix.links.known.map(\.edge)
    let edge = row["weakest_dbm"]?.doubleValue.flatMap { Int(exactly: $0) }
    if row["weakest_dbm"] == nil, !isWeighed { return nil }
    if isWeighed, let edge, edges.contains(edge) { return edge }
    throw RealismError(
      "\(place).weakest_dbm: found \(row["weakest_dbm"]?.kindText ?? "nothing"), expected "
        + (isWeighed
          ? "one of \(edges.map(String.init).joined(separator: ", "))"
          : "none, for links are not weighed for it"))
  }

  private static func checkKeys(of row: JSONValue, at place: String) throws(RealismError) {
    let known = ["id", "span", "low", "high", "source", "without", "weakest_dbm"]
    guard case .object(let members) = row else { return }
    for member in members where !known.contains(member.name) {
      throw RealismError(
        "\(place): found \"\(member.name)\", expected \(known.joined(separator: ", "))")
    }
  }

  /// A word of a list, nil where the row has none.
  private static func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, of row: JSONValue, at place: String
  ) throws(RealismError) -> Word? where Word.RawValue == String {
    guard let value = row[key] else { return nil }
    if let word = value.stringValue.flatMap(Word.init(rawValue:)) { return word }
    throw RealismError(
      "\(place).\(key): found \(value.kindText), expected one of "
        + Word.allCases.map(\.rawValue).joined(separator: ", "))
  }
}

/// What is wrong with a file of measurements or of reference figures.
public struct RealismError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
