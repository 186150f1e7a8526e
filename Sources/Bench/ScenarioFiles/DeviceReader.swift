/// Reads the files of the device catalogue.
///
/// Every figure has either a source, which the file names, or a range within which it is assumed.
public struct DeviceReader: Sendable {
  private let files: FileSource

  /// - Parameter files: where texts come from.
  public init(files: FileSource = .disk) { self.files = files }

  /// The names of a folder's files, sorted.
  public func names(in folder: String) -> [String] { files.names(folder) }

  /// Whether a file is one of device models: `models` stands at its left edge, and `why` or
  /// `sources`. Folders of this name lie beside other people's files, too.
  public func isMeant(path: String) -> Bool {
    guard let bytes = try? files.bytes(PathText.normalised(path)) else { return false }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    func has(_ key: String) -> Bool { lines.contains { $0.starts(with: (key + ":").utf8) } }
    return has("models") && (has("why") || has("sources"))
  }

  /// Reads one file.
  ///
  /// - Throws: every problem at once, at most 20, sorted by line.
  public func read(path: String) throws(ScenarioErrors) -> DeviceFile {
    let path = PathText.normalised(path)
    let bytes = try files.wholeFile(path)
    let setting = try files.setting(path, bytes, keys: "models", table: DeviceTable.root) {
      FigureRules($0).problems
    }
    return Self.file(setting, path, bytes)
  }

  // MARK: - Decoding

  private static func file(_ root: Setting, _ path: String, _ bytes: [UInt8]) -> DeviceFile {
    DeviceFile(
      why: root.get("why").wholeText,
      sources: root.get("sources").members.map {
        DeviceFile.Source(key: $0.key, text: $0.value.wholeText)
      }, models: root.get("models").items.map { model($0, path) }, path: path, bytes: bytes)
  }

  private static func model(_ setting: Setting, _ path: String) -> DeviceDescription {
    var location = SourceLocation(file: path, line: 1, column: 1)
    if case .file(let place) = setting.origin { location = place }
    return DeviceDescription(
      kind: setting.get("kind").choice(), name: setting.get("name").wholeText,
      about: setting.get("about").wholeText, manufacturer: setting.get("manufacturer").wholeText,
      model: setting.get("model").wholeText, firmware: setting.get("firmware").wholeText,
      update: setting["update"]?.get("firmware").text,
      isFahrenheit: setting["fahrenheit"]?.wholeFlag ?? false,
      isLocalTime: setting["local_time"]?.wholeFlag ?? false,
      restartsNumbers: setting["restarts_numbers"]?.wholeFlag ?? false,
      wrapsNumbers: setting["wraps_numbers"]?.wholeFlag ?? false,
      doublesPeriod: setting["doubles_period"]?.wholeFlag ?? false,
      isStandard: setting.get("standard").wholeFlag,
      chemistry: setting["battery"]?.get("chemistry").choice(),
      figures: FigureRules.figures(of: setting).map { path, figure in
        DeviceDescription.Figure(
          path: path, value: FigureRules.number(figure.get("value")), basis: basis(figure))
      }, location: location)
  }

  private static func basis(_ figure: Setting) -> DeviceDescription.Basis {
    if let source = figure["source"] { return .source(source.wholeText) }
    let ends = figure.get("assumed").items.map(FigureRules.number)
    return .assumed(ends[0]...ends[1])
  }
}
