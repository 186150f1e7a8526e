import Testing

@Suite struct HouseRuleTests {
  static let analyticFloors = ["Sources/World", "Sources/Pipeline", "Sources/Bench/Scoring"]

  @Test func linesStopAt100Columns() {
    for file in SourceTree.files(under: "Sources") + SourceTree.files(under: "Tests") {
      for (number, line) in file.lines.enumerated() where line.count > 100 {
        // Tables of published values may not be broken without harm to the reader.
        if file.path.contains("Table") || file.path.contains("StyleSheet") { continue }
        Issue.record("\(file.path):\(number + 1): \(line.count) columns, at most 100")
      }
    }
  }

  /// libm differs by CPU in its last digit, and in a closed loop every digit becomes a command.
  @Test func analyticFloorsDoNotCallTheSystemMathLibrary() {
    let banned = [
      "exp", "expm1", "log", "log1p", "log2", "log10", "pow", "sin", "cos", "tan", "asin", "acos",
      "atan", "atan2", "sinh", "cosh", "tanh", "erf", "erfc", "cbrt", "hypot", "lgamma", "tgamma",
    ]
    for file in Self.analyticFloors.flatMap(SourceTree.files(under:)) {
      for (number, line) in file.code.enumerated() {
        for word in Self.bareCalls(in: line) where banned.contains(word) {
          Issue.record(
            "\(file.path):\(number + 1): \(word)( is libm's; call Elementary.\(word)")
        }
      }
    }
  }

  @Test func aBareCallIsTold() {
    #expect(Self.bareCalls(in: "let y = exp(-x) + Elementary.log(x)") == ["exp"])
    #expect(Self.bareCalls(in: "func exp(_ x: Double)") == [])
    #expect(Self.bareCalls(in: "Foundation.pow(2, 3)") == ["pow"])
  }

  @Test func chanceAndClocksComeFromTheKernel() {
    let banned = [
      "Date()", "Date.now", "UUID()", ".random(in", ".shuffled()", ".randomElement(",
      "SystemRandomNumber", "try!", "as!", "fatalError(", "drand48", "arc4random",
    ]
    for file in SourceTree.files(under: "Sources") {
      for (number, line) in file.code.enumerated() {
        for word in banned where Self.uses(word, in: line) {
          Issue.record("\(file.path):\(number + 1): \(word) is not used in Sources")
        }
      }
    }
  }

  @Test(arguments: [
    ("Date()", true), ("let now = Date()", true), ("(Date())", true), ("[Date(), x]", true),
    ("Foundation.Date()", true), ("SomeDate()", false), ("_Date()", false), ("Date2()", false),
    ("SomeDate() < Date()", true), ("Date(timeIntervalSince1970: 0)", false),
  ])
  func aClockIsToldAtEveryPosition(line: String, isTold: Bool) {
    #expect(Self.uses("Date()", in: line) == isTold)
  }

  @Test func everyDoorOpensOnce() {
    let doors = ["CSQLite": "SQLite", "CGSL": "Numerics", "CZstd": "Compression"]
    #expect(SourceTree.modules(on: "System") == Set(doors.keys), "every door has one owner")
    var opened: Set<String> = []
    for file in SourceTree.files(under: "Sources") {
      for name in file.imports {
        guard let owner = doors[name] else { continue }
        opened.insert(name)
        #expect(file.path.contains("/\(owner)/"), "\(file.path): only \(owner) imports \(name)")
      }
    }
    #expect(opened == Set(doors.keys), "a door that nobody opens is dead")
  }

  /// Whether a line holds the word, and not as the end of a longer name.
  static func uses(_ word: String, in line: String) -> Bool {
    line.ranges(of: word).contains { range in
      guard word.first?.isLetter == true, range.lowerBound > line.startIndex else { return true }
      let before = line[line.index(before: range.lowerBound)]
      return !(before.isLetter || before.isNumber || before == "_")
    }
  }

  /// Calls of a bare name: not a member of something other than Foundation or Glibc.
  static func bareCalls(in line: String) -> [String] {
    var calls: [String] = []
    let characters = Array(line)
    var word = ""
    var start = 0
    for (i, character) in characters.enumerated() {
      if character.isLetter || character.isNumber || character == "_" {
        if word.isEmpty { start = i }
        word.append(character)
        continue
      }
      if character == "(", !word.isEmpty {
        let before = String(characters[..<start])
        let isMember = before.hasSuffix(".")
        let isSystem = before.hasSuffix("Foundation.") || before.hasSuffix("Glibc.")
        let isDeclaration = before.hasSuffix("func ")
        if (!isMember || isSystem) && !isDeclaration { calls.append(word) }
      }
      word = ""
    }
    return calls
  }
}
