internal import Clockwork
internal import Devices
public import Telemetry
public import Truth

/// Commands on their way in: over the broker to the gateway, and from there by radio.
extension Home {
  private enum Way {
    case arrives(SimTime)
    case lost(CommandLoss)
  }

  /// Puts a command on its way to its device; it may be late or lost.
  public mutating func receive(_ command: Command, truth: inout TruthBuffer) {
    switch way(of: command) {
    case .lost(let cause):
      truth.events.append(
        .commandFate(sequence: command.sequence, at: command.decidedAt, lostTo: cause))
      probes.hit(.commandLost)
    case .arrives(let arrival):
      let place = commandsUnderWay.firstIndex { $0 == nil } ?? commandsUnderWay.count
      if place == commandsUnderWay.count {
        commandsUnderWay.append(command)
      } else {
        commandsUnderWay[place] = command
      }
      queue.schedule(
        at: max(arrival, now), entity: 1 + UInt32(command.device.rawValue),
        payload: HomeEvent(kind: .command, index: UInt32(place)))
    }
  }

  private mutating func way(of command: Command) -> Way {
    let device = command.device.index
    let isInstalled = units.indices.contains(device)
    let number = isInstalled ? units[device].number : device
    guard let reached = downlink.arrival(of: command, number: number) else {
      return .lost(.broker)
    }
    guard uplink.isUp(at: command.decidedAt) else {
      let cause = uplink.interruption(at: command.decidedAt)?.kind
      return .lost(cause == .restart ? .gateway : .outage)
    }
    // Nobody hears what is meant for nobody; that nothing comes of it is the device's affair.
    guard isInstalled else { return .arrives(reached) }
    guard !units[device].isDead else { return .lost(.battery) }
    let shadow = units[device].link.medium == .lowPower ? airShadow() : 0
    let arrival = downlink.passage(
      of: command, number: number, over: units[device].link, in: air, from: reached,
      shadow: shadow)
    return arrival.map { .arrives($0) } ?? .lost(.radio)
  }
}
