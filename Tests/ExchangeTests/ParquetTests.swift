import Clockwork
import Exchange
import Foundation
import Telemetry
import TestSupport
import Testing

/// Files that pyarrow and pandas wrote say what our own CSV says.
@Suite struct ParquetTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/parquet").path

  private static func read(_ name: String) throws -> OutsideConclusions {
    try ConclusionReader.read(["\(folder)/\(name).parquet"], frame: SmallFrame.frame)
  }

  @Test(arguments: ["pandas", "zstd-v2", "groups", "milliseconds"])
  func estimatesComeAsInOtherFiles(name: String) throws {
    let outside = try Self.read(name)
    #expect(outside.problems.total == 0)
    #expect(outside.files.map(\.layout) == [.estimates])
    #expect(outside.files.map(\.acceptedCount) == [18])
    #expect(outside.files[0].unusedColumns == (name == "groups" ? ["note"] : []))
    for home in 0..<2 {
      let sent = SmallFrame.conclusions(UInt32(home)).estimates
      let got = outside.homes[home].estimates.map(\.value)
      #expect(got.map(\.time) == sent.map(\.time))
      #expect(got.map(\.room) == sent.map(\.room))
      #expect(got.map(\.channel) == sent.map(\.channel))
      #expect(got.map(\.mean) == sent.map(\.mean))
      #expect(got.map(\.sd) == sent.map(\.sd))
    }
  }

  @Test func missingValuesAreEmpty() throws {
    let outside = try Self.read("answers")
    #expect(outside.problems.total == 0 && outside.files[0].acceptedCount == 6)
    for home in 0..<2 {
      let sent = SmallFrame.conclusions(UInt32(home)).answers
      #expect(outside.homes[home].answers.map(\.value.intent) == sent.map(\.intent))
      #expect(outside.homes[home].answers.map(\.value.decidedAt) == sent.map(\.decidedAt))
    }
  }

  @Test(
    arguments: [
      ("gzip", "found compression 2, expected none, snappy or zstd"),
      ("delta", "home: found encoding 7, expected plain or dictionary"),
      ("nested", "found nested columns, expected flat ones"),
    ])
  func whatIsNotReadIsNamed(name: String, says: String) throws {
    do {
      _ = try Self.read(name)
      Issue.record("it was read")
    } catch let error as ExchangeError {
      #expect(error.description.contains("\(name).parquet: cannot read: Parquet: "), "\(error)")
      #expect(error.description.contains(says), "\(error)")
    }
  }

  /// Damaged files are refused in words or read with other values; nothing traps.
  @Test(arguments: ["pandas", "zstd-v2", "groups", "answers"])
  func damagedFilesNeverTrap(name: String) throws {
    let whole = [UInt8](
      try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(name).parquet")))
    var chance = TestRandom(seed: 5)
    var refused = 0
    for round in 0..<400 {
      var bytes = whole
      for _ in 0...chance.below(3) {
        let place = chance.below(bytes.count)
        switch chance.below(4) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(UInt8(chance.below(256)), at: place)
        default: bytes[place] = round % 2 == 0 ? UInt8(chance.below(256)) : 0xFF
        }
      }
      if round % 9 == 0 { bytes.removeLast(chance.below(bytes.count)) }
      do { _ = try SmallFrame.read([(name: "a.parquet", bytes: bytes)]) } catch is ExchangeError {
        refused += 1
      }
    }
    #expect(refused > 50)
  }
}
