import Clockwork
import Outside
import Telemetry
import TestSupport

/// A session with a shell program that shakes hands and then does as its body says at each tick.
struct Trial {
  /// In the body `$t` is the tick's number, from 1.
  static func shell(_ body: String) -> [String] {
    let script = """
      while read -r line; do
        case $line in
        *'"type":"hello"'*) echo '{"type":"ready","protocol":1,"name":"a shell"}' ;;
        *'"type":"tick"'*) t=${line##*'"tick":'}; t=${t%%,*}; \(body) ;;
        esac
      done
      """
    return ["sh", "-c", script]
  }

  let folder: String
  let kind: StageKind
  let command: [String]
  var timeout = 20.0
  var onFailure = StageProgram.OnFailure.stop
  var limits = StageLimits()

  func session() -> StageSession {
    var program = StageProgram(
      command: command, timeoutSeconds: timeout, onFailure: onFailure, folder: folder)
    program.limits = limits
    return StageSession(kind, program, terms: Self.terms, errors: folder + "/stderr")
  }

  static var terms: StageTerms {
    let start = TestHome.start
    return StageTerms(
      seed: 1, homeCount: 1, tick: .minutes(1), birth: start, start: start,
      end: start + .days(1), quantities: [.temperature, .relativeHumidity, .co2],
      patterns: [.temperatureAlert])
  }

  static var plan: SitePlan { OutsideFixture.plan }

  static func batch(_ minute: Int, wishes: [StageWish] = []) -> StageBatch {
    var batch = StageBatch()
    if minute == 1 { batch.plans = [plan] }
    batch.readings = [
      StageReading(
        home: plan.home, room: RoomIndex(0), device: DeviceIndex(3), channel: .temperature,
        time: TestHome.start + .minutes(Int64(minute)),
        arrival: TestHome.start + .minutes(Int64(minute)), sequence: UInt32(minute), position: 0,
        value: 20.5)
    ]
    batch.wishes = wishes
    return batch
  }

  static func now(_ minute: Int) -> SimTime { TestHome.start + .minutes(Int64(minute)) }
}

/// A home of one room, one thermometer and one lamp.
enum OutsideFixture {
  static var plan: SitePlan {
    TestHome.plan(
      HomeID(0), street: "1 Elm Street",
      rooms: [
        SitePlan.Room(index: RoomIndex(0), kind: .livingRoom, name: "living room", areaM2: 20)
      ],
      devices: [
        TestHome.device(
          3, .thermometer, [TestHome.sheet(.temperature, period: 60, range: -20...60)]),
        TestHome.device(5, .lamp),
      ])
  }

  /// Said in that room.
  static var words: StageWords {
    StageWords(
      id: MessageID(home: HomeID(0), device: DeviceIndex(7), sequence: 1), arrival: TestHome.start,
      utterance: Utterance(
        resident: ResidentIndex(0), room: RoomIndex(0), text: "dim the lights"),
      view: StageView(
        rooms: [], heatingSetpointC: 21, coolingSetpointC: 25, isCooling: false,
        energyTodayKWh: nil))
  }
}

func failure(of body: () throws -> Void) -> String {
  do { try body() } catch let error as StageFailure { return error.description } catch {
    return "another error: \(error)"
  }
  return "no failure"
}
