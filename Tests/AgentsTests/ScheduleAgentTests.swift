import Agents
import Clockwork
import Telemetry
import Testing

@Suite struct ScheduleAgentTests {
  @Test func followsTheClockAndRepeatsWhatIsLost() throws {
    var plan = SitePlan.twoRooms
    plan.zoneRule = "UTC0"
    // 2024-01-19, a Friday.
    let start = SimTime(microseconds: 1_705_622_400_000_000)
    var agent = try #require(
      ScheduleAgent(
        plan: plan,
        settings: .init(
          night: .init(fromMinute: 1_380, toMinute: 300, kelvins: 2),
          workday: .init(fromMinute: 540, toMinute: 900, kelvins: 4))))
    agent.observe(.heatingSetpoint, 21, at: start)
    agent.observe(.coolingSetpoint, 25, at: start)
    var sent: [String] = []
    for minute in 0..<(2 * 1_440) as Range<Int64> {
      let now = start + .minutes(minute)
      var echo: Double?
      agent.decide(at: now) { _, action, value in
        guard action == .setHeatingSetpoint else { return }
        sent.append("\(minute) \(value)")
        // The command of 9:00 is lost.
        if minute != 540 { echo = value }
      }
      if let echo { agent.observe(.heatingSetpoint, echo, at: now + .seconds(1)) }
    }
    #expect(
      sent == [
        "0 19.0", "300 21.0", "540 17.0", "545 17.0", "900 21.0", "1380 19.0",
        // Saturday has no workday stretch.
        "1740 21.0", "2820 19.0",
      ])
  }
}

@Suite struct ActFollowUpTests {
  private let start = SimTime(microseconds: 0)
  private let lamp = ConversationAgent.Act(
    device: DeviceIndex(2), action: .switchPower, value: 1, isOfLamp: true)

  /// Seconds at which the act is sent again, when reports come at the given seconds.
  private func repetitions(_ act: ConversationAgent.Act, _ reports: [(Int64, Double)]) -> [Int64] {
    var followUp = ActFollowUp()
    followUp.add(act, at: start)
    var repeated: [Int64] = []
    for second in 1..<3_600 as Range<Int64> {
      let now = start + .seconds(second)
      for report in reports where report.0 == second {
        let channel: Channel = act.action == .setHeatingSetpoint ? .heatingSetpoint : .lampLevel
        followUp.observe(channel, report.1, of: act.device, at: now)
      }
      if second % 60 == 0, !followUp.due(at: now).isEmpty { repeated.append(second) }
    }
    return repeated
  }

  @Test func whatIsReportedIsNotRepeated() {
    #expect(repetitions(lamp, [(2, 1)]) == [])
  }

  @Test func whatIsLostIsRepeatedUntilItIsReported() {
    #expect(repetitions(lamp, [(200, 1)]) == [180])
    #expect(repetitions(lamp, []) == [180, 360, 540, 720])
    let warm = ConversationAgent.Act(
      device: DeviceIndex(0), action: .setHeatingSetpoint, value: 22)
    #expect(repetitions(warm, [(400, 22)]) == [180, 360])
  }

  /// The report of the first copy is late, and says when the lamp was switched.
  @Test func aReportOfTheFirstCopyEndsItAfterARepetition() {
    var followUp = ActFollowUp()
    followUp.add(lamp, at: start)
    #expect(followUp.due(at: start + .seconds(180)) == [lamp])
    followUp.observe(.lampLevel, 1, of: lamp.device, at: start + .seconds(1))
    #expect(followUp.due(at: start + .seconds(400)).isEmpty)
  }

  @Test func whoSwitchesItselfHasChangedItsMind() {
    #expect(repetitions(lamp, [(60, 0)]) == [])
  }

  @Test func aPlugIsToldOnce() {
    let plug = ConversationAgent.Act(device: DeviceIndex(4), action: .switchPower, value: 1)
    #expect(repetitions(plug, []) == [])
  }

  @Test func aLampThatIsAsItShouldBeHasNothingToReport() {
    var followUp = ActFollowUp()
    followUp.observe(.lampLevel, 1, of: lamp.device, at: start)
    followUp.add(lamp, at: start + .seconds(10))
    #expect(followUp.due(at: start + .hours(1)).isEmpty)
  }
}
