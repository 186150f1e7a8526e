import Clockwork
import Exchange
import Foundation
import Telemetry
import TestSupport
import Testing

/// What is written is read back bit for bit.
@Suite struct RoundTripTests {
  @Test(arguments: TableFormat.allCases)
  func everyConclusionComesBack(format: TableFormat) throws {
    let outside = try withFolder { folder in
      let writer = try ConclusionWriter(
        folder: folder, format: format, start: SmallFrame.start)
      for home in 0..<2 as Range<UInt32> {
        writer.append(SmallFrame.conclusions(home), of: SmallFrame.plan(home))
      }
      try writer.finish()
      #expect(writer.rowCounts == [18, 2, 2, 6, 6, 4])
      return try ConclusionReader.read(
        Layout.allCases.map(writer.path), frame: SmallFrame.frame)
    }
    #expect(outside.problems.total == 0)
    #expect(outside.layouts == Layout.allCases)
    #expect(outside.files.map(\.acceptedCount) == [18, 2, 2, 6, 6, 4])
    for home in 0..<2 {
      let sent = SmallFrame.conclusions(UInt32(home))
      let got = outside.homes[home]
      #expect(got.estimates.map { Self.bits($0.value) } == sent.estimates.map(Self.bits))
      #expect(got.matches.map(\.value) == sent.matches)
      let flag = try #require(got.flags.first?.value)
      #expect(got.flags.count == 1 && Self.bits(flag) == Self.bits(sent.flags[1]))
      let forecast = try #require(got.forecasts.first?.value)
      #expect(got.forecasts.count == 1 && forecast.issuedAt == sent.forecasts[0].issuedAt)
      #expect(
        forecast.mean == sent.forecasts[0].mean
          && forecast.quantiles == sent.forecasts[0].quantiles)
      #expect(got.answers.map(\.value.utterance) == sent.answers.map(\.utterance))
      #expect(got.answers.map(\.value.intent) == sent.answers.map(\.intent))
      #expect(got.answers.map(\.value.decidedAt) == sent.answers.map(\.decidedAt))
      #expect(got.actions.map(\.value.sequence) == [0, 1])
      #expect(got.actions.map(\.value.decidedAt) == sent.commands.map(\.decidedAt))
      #expect(got.actions.map(\.value.value) == sent.commands.map(\.value))
    }
  }

  private static func bits(_ estimate: Estimate) -> [Int64] {
    [
      estimate.time.microseconds, Int64(estimate.room.rawValue),
      Int64(estimate.channel.rawValue), Int64(bitPattern: estimate.mean.bitPattern),
      Int64(bitPattern: estimate.sd.bitPattern),
    ]
  }

  private static func bits(_ flag: Flag) -> [Int64] {
    [
      Int64(flag.device.rawValue), Int64(flag.channel.rawValue), Int64(flag.kind.rawValue),
      flag.start.microseconds, flag.end.microseconds, flag.raisedAt.microseconds,
      Int64(bitPattern: flag.score.bitPattern),
    ]
  }

  @Test func nothingIsOverwritten() throws {
    try withFolder { folder in
      func writer() throws -> ConclusionWriter {
        try ConclusionWriter(folder: folder + "/new", format: .csv, start: SmallFrame.start)
      }
      let first = try writer()
      try first.finish()
      #expect(throws: ExchangeError.exists(path: folder + "/new/estimates.csv")) {
        try writer()
      }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder + "/new").sorted()
          == Layout.allCases.map { $0.rawValue + ".csv" }.sorted())
    }
  }

  /// Two writers would mix their rows; the second says so and leaves the first alone.
  @Test func oneWriterAtATime() throws {
    try withFolder { folder in
      func writer() throws -> ConclusionWriter {
        try ConclusionWriter(folder: folder, format: .jsonl, start: SmallFrame.start)
      }
      let first = try writer()
      #expect(throws: ExchangeError.busy(folder: folder)) { try writer() }
      try first.finish()
      first.discard()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 6)
      #expect(throws: ExchangeError.exists(path: folder + "/estimates.jsonl")) { try writer() }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 6)
    }
  }

  @Test func rowsAndColumnsMayStandInAnyOrder() throws {
    let text = """
      \u{FEFF}sd, value,quantity, "room",home,time,note
      0.1,20,temperature_c,"bed, ""blue"" room",home_000001,2024-09-02T10:02:00Z,x

      0.3,0.5,relative_humidity_ratio,kitchen,home_000001,2024-09-02T12:01:00+02:00,\r
      0.2,21,temperature_c,kitchen,home_000001,2024-09-02T10:01:00.000000Z,
      """
    let outside = try SmallFrame.read([("a.csv", text)])
    #expect(outside.problems.total == 0 && outside.files[0].unusedColumns == ["note"])
    #expect(outside.homes[1].estimates.map(\.value.mean) == [21, 0.5, 20])
    #expect(outside.homes[1].estimates.map(\.line) == [5, 4, 2])
    #expect(outside.homes[0].estimates.isEmpty)
  }
}
