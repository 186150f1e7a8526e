import Clockwork
import Foundation
import Outside
import Telemetry
import TestSupport
import Testing

/// Answers that are refused, each with what was found and what was expected.
@Suite struct StageAnswerTests {
  private static let now = TestHome.start + .minutes(1)

  private static func reply(_ kind: StageKind, _ line: String) throws -> Result<Int, StageFailure> {
    try withFolder { folder in
      let file = folder + "/answer"
      try Data((line + "\n").utf8).write(to: URL(fileURLWithPath: file))
      let script = """
        read -r hello; echo '{"type":"ready","protocol":1}'
        while read -r line; do
          case $line in *'"type":"tick"'*) cat answer; echo '{"done": 1}' ;; esac
        done
        """
      let session = StageSession(
        kind,
        StageProgram(command: ["sh", "-c", script], timeoutSeconds: 20, folder: folder),
        terms: StageTerms(
          seed: 1, homeCount: 1, tick: .minutes(1), birth: TestHome.start, start: TestHome.start,
          end: TestHome.start + .days(1), quantities: [.temperature, .relativeHumidity, .co2],
          patterns: [.temperatureAlert]),
        errors: folder + "/stderr")
      var batch = StageBatch()
      batch.plans = [OutsideFixture.plan]
      batch.wishes = [StageWish(home: HomeID(0), firstHour: TestHome.start, hours: 2)]
      batch.words = kind == .understand ? OutsideFixture.words : nil
      defer { session.finish() }
      do { return .success(try session.ask(batch, now: now).count) } catch let error
        as StageFailure
      { return .failure(error) }
    }
  }

  private static let late = (now + .microseconds(1)).microseconds
  private static let early = TestHome.start.microseconds

  @Test(
    arguments: [
      (
        StageKind.fuse, #"{"type":"estimate","home":7,"room":0}"#,
        "home: found 7, expected one whose plan was sent"
      ),
      (
        .fuse,
        #"{"type":"estimate","home":0,"room":99,"quantity":"temperature","mean":1,"sd":1}"#,
        "room: found 99, expected the index of a room"
      ),
      (
        .fuse, #"{"type":"estimate","home":0,"room":0,"quantity":"smell","mean":1,"sd":1}"#,
        "expected one of temperature, humidity, co2"
      ),
      (
        .fuse,
        #"{"type":"estimate","home":0,"room":0,"quantity":"temperature","mean":null,"sd":1}"#,
        "mean: found null, expected a number from -1e12 to 1e12"
      ),
      (
        .fuse,
        #"{"type":"estimate","home":0,"room":0,"quantity":"temperature","mean":1e999,"sd":1}"#,
        "the number is too large"
      ),
      (
        .fuse,
        #"{"type":"estimate","home":0,"room":0,"quantity":"temperature","mean":1e308,"sd":1}"#,
        "mean: found 1e+308, expected a number from -1e12 to 1e12"
      ),
      (
        .fuse,
        #"{"type":"estimate","home":0,"room":0,"quantity":"temperature","mean":1,"sd":1.1e12}"#,
        "sd: found 1100000000000.0, expected a number from -1e12 to 1e12"
      ),
      (
        .fuse, #"{"type":"estimate","home":0,"room":0,"quantity":"temperature","mean":1,"sd":-1}"#,
        "sd: found -1.0, expected 0 or more"
      ),
      (
        .detect,
        #"{"type":"flag","home":0,"device":4,"sensor_type":"temperature","kind":"spike"}"#,
        "device: found 4, expected the index of a device"
      ),
      (
        .detect, #"{"type":"flag","home":0,"device":3,"sensor_type":"co2","kind":"spike"}"#,
        "expected one of temperature"
      ),
      (
        .detect, #"{"type":"flag","home":0,"device":3,"sensor_type":"temperature","kind":"odd"}"#,
        "expected one of out_of_range, spike"
      ),
      (
        .detect,
        #"{"type":"flag","home":0,"device":3,"sensor_type":"temperature","kind":"spike","#
          + "\"start_us\":\(late)}", "nothing is known of the future"
      ),
      (
        .detect,
        #"{"type":"flag","home":0,"device":3,"sensor_type":"temperature","kind":"spike","#
          + "\"start_us\":\(early - 1)}", "start_us: found \(early - 1), before birth_us \(early)"
      ),
      (
        .match,
        #"{"type":"match","home":0,"room":0,"pattern":"temperature-alert","#
          + "\"start_us\":\(Int64.min),\"end_us\":\(early)}", "before birth_us"
      ),
      (
        .match,
        #"{"type":"match","home":0,"room":0,"pattern":"temperature-alert","#
          + "\"start_us\":\(early + 1),\"end_us\":\(early)}", "end_us: lies before start_us"
      ),
      (.forecast, #"{"type":"forecast","home":0,"mean":[1]}"#, "expected a list of 2 numbers"),
      (
        .forecast, #"{"type":"forecast","home":0,"mean":[1,-1e300]}"#,
        "mean: found -1e+300, expected numbers from -1e12 to 1e12"
      ),
      (
        .forecast, #"{"type":"forecast","home":0,"mean":[1,2],"quantiles":[[1],[2]]}"#,
        "quantiles[0]: found"
      ),
      (
        .understand, #"{"type":"answer","home":0,"action":"make_tea","target":"home"}"#,
        "action: found \"make_tea\", expected one of turn_on, turn_off"
      ),
      (
        .understand, #"{"type":"answer","home":0,"action":"turn_on"}"#,
        "target: found nothing, expected one of lamp, plug, thermostat, home"
      ),
      (
        .understand, #"{"type":"answer","home":0,"action":"turn_on","target":"lamp","room":9}"#,
        "room: found 9, expected the index of a room"
      ),
      (
        .understand,
        #"{"type":"answer","home":0,"acts":[{"device":8,"command":"switch_power","value":1}]}"#,
        "device: found 8, expected the index of a device"
      ),
      (
        .understand,
        #"{"type":"answer","home":0,"acts":[{"device":3,"command":"switch_power","value":1}]}"#,
        "found switch_power for device 3, which is a thermometer"
      ),
      (
        .understand, #"{"type":"answer","home":0,"acts":[{"device":5,"command":"explode"}]}"#,
        "expected one of set_heating_setpoint"
      ),
      (
        .understand,
        #"{"type":"answer","home":0,"acts":[{"device":5,"command":"set_level","value":"dim"}]}"#,
        "value: found \"dim\", expected a number from -1e12 to 1e12"
      ),
      (.understand, #"{"type":"answer","home":0,"acts":5}"#, "acts: found 5, expected a list"),
      (.understand, #"{"type":"answer","home":0,"text":5}"#, "text: found 5, expected a text"),
      (
        .understand, #"{"type":"answer","home":0,"confidence":2}"#,
        "confidence: found 2.0, expected 0 to 1"
      ),
      (
        .understand, "{\"type\":\"answer\",\"home\":0}\n{\"type\":\"answer\",\"home\":0}",
        "found a second answer to the same words"
      ),
      (
        .sample, #"{"type":"policy","home":0,"device":5,"sensor_type":"temperature"}"#,
        "device: found 5, a lamp, which samples nothing that a policy may change"
      ),
      (
        .sample,
        #"{"type":"policy","home":0,"device":3,"sensor_type":"temperature","method":"guess"}"#,
        "method: found \"guess\", expected one of fixed, send_on_delta"
      ),
      (
        .sample,
        #"{"type":"policy","home":0,"device":3,"sensor_type":"temperature","method":"fixed"}"#,
        "every_s: found nothing, expected a number from -1e12 to 1e12"
      ),
      (
        .sample,
        #"{"type":"policy","home":0,"device":3,"sensor_type":"temperature","method":"fixed","#
          + #""every_s":0.5}"#, "every_s: found 0.5, expected 1 to 86400"
      ),
      (
        .sample,
        #"{"type":"policy","home":0,"device":3,"sensor_type":"temperature","#
          + #""method":"send_on_delta","delta":-1}"#, "delta: found -1.0, expected 0 or more"
      ),
    ] as [(StageKind, String, String)])
  func refused(kind: StageKind, line: String, expected: String) throws {
    switch try Self.reply(kind, line) {
    case .success(let count): Issue.record("\(count) answers were taken")
    case .failure(let error): #expect(error.description.contains(expected), "\(error)")
    }
  }

  @Test(
    arguments: [
      (
        StageKind.fuse,
        #"{"type":"estimate","home":0,"room":0,"quantity":"temperature","mean":1,"sd":0,"x":[{}]}"#
      ),
      (
        .detect,
        #"{"type":"flag","home":0,"device":3,"sensor_type":"temperature","kind":"spike","#
          + "\"start_us\":\(early),\"end_us\":null}"
      ),
      (
        .match,
        #"{"type":"match","home":0,"room":0,"pattern":"temperature-alert","#
          + "\"start_us\":\(early),\"end_us\":\(early)}"
      ),
      (.forecast, #"{"type":"forecast","home":0,"mean":[100,200.5]}"#),
      (
        .sample,
        #"{"type":"policy","home":0,"device":3,"sensor_type":"temperature","method":"fixed","#
          + #""every_s":300}"#
      ),
      (.understand, #"{"type":"answer","home":0}"#),
      (
        .understand,
        #"{"type":"answer","home":0,"action":"set_level","target":"lamp","room":0,"value":0.3,"#
          + #""acts":[{"device":5,"command":"set_level","value":0.3}]}"#
      ),
    ] as [(StageKind, String)])
  func taken(kind: StageKind, line: String) throws {
    #expect(try Self.reply(kind, line).get() == 1)
  }

  /// Bytes changed at random are answers, or are refused in words; nothing traps.
  @Test func mutatedAnswersNeverTrap() throws {
    var chance = TestRandom(seed: 9)
    let whole = Array(
      #"{"type":"estimate","home":0,"room":0,"quantity":"temperature","mean":21.5,"sd":0.25}"#.utf8)
    for _ in 0..<60 {
      var bytes = whole
      for _ in 0...chance.below(4) {
        bytes[chance.below(bytes.count)] = UInt8(chance.below(256))
      }
      if case .failure(let error) = try Self.reply(.fuse, String(decoding: bytes, as: UTF8.self)) {
        #expect(error.description.contains("fuse (sh"), "\(error)")
      }
    }
  }
}
