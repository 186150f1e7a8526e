/// What a device that speaks at events will say later, packed into an event's index: which of its
/// turns it is, so that a later one overtakes it, and yes or no.
struct SpokenTurn {
  /// Of 2^16 that are told apart.
  var turn: Int
  /// Of at most 2^15.
  var device: Int
  var saysYes: Bool

  init(turn: Int, device: Int, saysYes: Bool) {
    self.turn = turn
    self.device = device
    self.saysYes = saysYes
  }

  init(index: Int) {
    self.init(turn: index >> 16, device: index >> 1 & 0x7FFF, saysYes: index & 1 == 1)
  }

  var index: UInt32 { UInt32(turn) << 16 | UInt32(device) << 1 | (saysYes ? 1 : 0) }
  /// As its channel has it.
  var value: Double { saysYes ? 1 : 0 }
}
