import Climate
import Clockwork
import Testing

/// Ten thousand damaged files: each is read or refused with a place, none stops the program.
@Suite struct WeatherFileFuzzTests {
  private static let fragments = [
    "nan", "inf", "-inf", "", "-", ".", "1e400", "1e-400", "99.9", "9999", "999999999999999999999",
    "0x10", "1.2.3", "\"", "\u{0}", "é", "-0", "+5", " 7 ", ",", "\n", "\r\n", "\t", "COMMENTS 2",
  ].map { Array($0.utf8) }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout RandomStream) {
    guard !bytes.isEmpty else { return }
    let place = Int(random.below(UInt64(bytes.count)))
    switch random.below(7) {
    case 0:  // Flip one bit.
      bytes[place] ^= 1 << UInt8(random.below(8))
    case 1:  // Cut the file short.
      bytes.removeSubrange(place...)
    case 2:  // Lose a stretch.
      let end = min(bytes.count, place + 1 + Int(random.below(40)))
      bytes.removeSubrange(place..<end)
    case 3:  // Lose a line.
      bytes.removeSubrange(line(around: place, in: bytes))
    case 4:  // Say a line twice.
      let range = line(around: place, in: bytes)
      bytes.insert(contentsOf: Array(bytes[range]), at: range.upperBound)
    case 5:  // Put another field in place of one.
      var start = place
      while start > 0 && bytes[start - 1] != 0x2C && bytes[start - 1] != 0x0A { start -= 1 }
      var end = place
      while end < bytes.count && bytes[end] != 0x2C && bytes[end] != 0x0A { end += 1 }
      let fragment = fragments[Int(random.below(UInt64(fragments.count)))]
      bytes.replaceSubrange(start..<max(start, end), with: fragment)
    default:  // Write a random byte.
      bytes[place] = UInt8(random.below(256))
    }
  }

  private static func line(around place: Int, in bytes: [UInt8]) -> Range<Int> {
    var start = place
    while start > 0 && bytes[start - 1] != 0x0A { start -= 1 }
    var end = place
    while end < bytes.count && bytes[end] != 0x0A { end += 1 }
    return start..<min(end + 1, bytes.count)
  }

  private static func isWithinLimits(_ row: HourlyWeather) -> Bool {
    let temperatures =
      (-70.0...70).contains(row.temperatureC)
      && (-70.0...70).contains(row.dewPointC)
    let air =
      (0.0...1).contains(row.relativeHumidity)
      && (31_000.0...120_000).contains(row.pressurePa) && (0.0...40).contains(row.windSpeed)
    let sky =
      (0.0...1_500).contains(row.globalHorizontal)
      && (0.0...1_500).contains(row.directNormal) && (0.0...1_000).contains(row.diffuseHorizontal)
    return temperatures && air && sky && (0.0...1).contains(row.totalSkyCover)
  }

  @Test func tenThousandDamagedFiles() {
    let originals = [
      Array(WeatherSamples.cutText(days: 1).utf8), Array(WeatherSamples.fullText(days: 1).utf8),
    ]
    var refusedCount = 0
    for seed in UInt64(0)..<10_000 {
      var random = RandomStream(seed: seed, purpose: Purpose("test.climate.fuzz"), entity: 0)
      var bytes = originals[Int(seed % 2)]
      for _ in 0...random.below(3) { Self.mutate(&bytes, &random) }
      let rule: WeatherFile.MissingValues = seed % 3 == 0 ? .fill(hoursMax: 30) : .refuse
      do {
        let file = try WeatherFile(bytes: bytes, name: "f", missing: rule, dayCount: 1)
        let isSound = file.rows.count == 24 && file.rows.allSatisfy(Self.isWithinLimits)
        if !isSound { Issue.record("seed \(seed): damage became impossible weather") }
      } catch {
        refusedCount += 1
        guard case .weatherFile("f", let line, let column, let found, let expected) = error,
          line >= 1, line <= 60, column >= 1, !found.isEmpty, !expected.isEmpty
        else {
          Issue.record("seed \(seed): \(error)")
          continue
        }
      }
    }
    // Most damage must be seen; a changed digit within limits cannot be.
    #expect(refusedCount > 6_000)
  }

  /// The shipped files' own headers and first days.
  @Test(arguments: ["chicago", "denver", "tucson"])
  func damagedHeadsOfShippedFiles(name: String) throws {
    let lines = try WeatherSamples.bytes(name).split(
      separator: 0x0A, omittingEmptySubsequences: false)
    let head = Array(lines.prefix(8 + 24).joined(separator: [0x0A])) + [0x0A]
    var refusedCount = 0
    for seed in UInt64(0)..<2_000 {
      var random = RandomStream(seed: seed, purpose: Purpose("test.climate.fuzz"), entity: 2)
      var bytes = head
      for _ in 0...random.below(3) { Self.mutate(&bytes, &random) }
      do {
        let file = try WeatherFile(bytes: bytes, name: name, missing: .refuse, dayCount: 1)
        #expect(file.rows.allSatisfy(Self.isWithinLimits), "seed \(seed)")
      } catch {
        refusedCount += 1
        #expect(error.description.hasPrefix("\(name):"), "seed \(seed): \(error)")
      }
    }
    #expect(refusedCount > 1_000)
  }

  @Test func damagedShippedFiles() throws {
    let original = try WeatherSamples.bytes("tucson")
    for seed in UInt64(0)..<12 {
      var random = RandomStream(seed: seed, purpose: Purpose("test.climate.fuzz"), entity: 1)
      var bytes = original
      for _ in 0...random.below(3) { Self.mutate(&bytes, &random) }
      do {
        let file = try WeatherFile(bytes: bytes, name: "f")
        #expect(file.rows.count == 8_760, "seed \(seed)")
      } catch {
        #expect(!error.description.isEmpty, "seed \(seed)")
      }
    }
  }
}
