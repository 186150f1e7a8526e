import Clockwork
import Exchange
import Foundation
import Telemetry
import TestSupport
import Testing

/// Damaged files never crash, and every row of theirs is accounted for.
@Suite struct MutationTests {
  private static func original(_ layout: Layout, _ format: TableFormat) throws -> [UInt8] {
    try withFolder { folder in
      let writer = try ConclusionWriter(folder: folder, format: format, start: SmallFrame.start)
      for home in 0..<2 as Range<UInt32> {
        writer.append(SmallFrame.conclusions(home), of: SmallFrame.plan(home))
      }
      try writer.finish()
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: writer.path(layout))))
    }
  }

  private static func mutate(_ bytes: [UInt8], _ stream: inout RandomStream) -> [UInt8] {
    var bytes = bytes
    let pieces = ["\n", ",", "\"", "null", "1e999", "-", "{", "[", "\0", "9999-12-31T23:59:59Z"]
    for _ in 0...Int(stream.nextUInt64() % 4) {
      let place = Int(stream.nextUInt64() % UInt64(bytes.count + 1))
      switch stream.nextUInt64() % 4 {
      case 0:
        if place < bytes.count { bytes[place] = UInt8(truncatingIfNeeded: stream.nextUInt64()) }
      case 1: bytes.insert(contentsOf: pieces[Int(stream.nextUInt64() % 10)].utf8, at: place)
      case 2:
        let end = min(place + Int(stream.nextUInt64() % 60), bytes.count)
        bytes.removeSubrange(place..<end)
      default:
        let end = min(place + Int(stream.nextUInt64() % 200), bytes.count)
        bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
      }
    }
    return bytes
  }

  @Test(arguments: Layout.allCases, TableFormat.allCases)
  func damagedFilesAreCountedOrRefused(layout: Layout, format: TableFormat) throws {
    let original = try Self.original(layout, format)
    var refusals = 0
    var problems = 0
    for seed in 0..<300 as Range<UInt64> {
      var stream = RandomStream(
        seed: seed, purpose: Purpose("tests.exchange"), entity: UInt64(original.count))
      let bytes = Self.mutate(original, &stream)
      do {
        let outside = try SmallFrame.read([("a.\(format.rawValue)", bytes)])
        let file = try #require(outside.files.first)
        let kept = outside.homes.reduce(0) {
          $0 + $1.estimates.count + $1.flags.count + $1.matches.count + $1.answers.count
            + $1.actions.count
            + $1.forecasts.count * (file.layout == .forecasts ? 3 : 0)
        }
        #expect(file.acceptedCount == kept, "seed \(seed)")
        #expect(file.refusedCount == outside.problems.total, "seed \(seed)")
        problems += outside.problems.total > 0 ? 1 : 0
      } catch is ExchangeError {
        refusals += 1
      }
    }
    #expect(problems > 50 && refusals > 0, "\(problems), \(refusals): the mutations must bite")
  }
}
