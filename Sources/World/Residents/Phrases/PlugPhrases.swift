extension PhraseSet {
  static let plugOn = PhraseSet(
    named: """
      turn on the {plug} in the {room}
      switch the {plug} in the {room} on
      could you start the {room} {plug}
      power up the {plug} in the {room} please
      i want the {plug} on in the {room}
      put the {room} {plug} on
      {room} {plug} on please
      ~ get the {plug} running in the {room}
      ~ give the {plug} in the {room} some juice
      ~ would you set the {room} {plug} going
      ~ let the {plug} over in the {room} have power
      """,
    here: "",
    whole: """
      turn the {plug} on
      switch on the {plug}
      {plug} on
      can you put the {plug} on
      start the {plug} please
      power on the {plug} would you
      i'd like the {plug} on now
      could you get the {plug} going
      plug the {plug} in for me
      let's have the {plug} on
      ~ fire up the {plug}
      ~ give the {plug} power
      ~ the {plug} ought to be running
      ~ i need the {plug} in a minute, get it on
      ~ wake the {plug} up
      ~ make the {plug} go
      ~ the socket with the {plug}, turn that on
      ~ kick the {plug} into life
      """)

  static let plugOff = PhraseSet(
    named: """
      turn off the {plug} in the {room}
      switch the {room} {plug} off
      could you stop the {plug} in the {room}
      cut the power to the {plug} in the {room}
      did i leave the {plug} on in the {room}, turn it off please
      {room} {plug} off
      i don't need the {plug} in the {room} any more, off please
      ~ no more {plug} in the {room} thanks
      ~ pull the plug on the {room} {plug}
      ~ have the {plug} over in the {room} shut down
      ~ that {plug} in the {room} has run long enough
      """,
    here: "",
    whole: """
      turn the {plug} off
      switch off the {plug}
      {plug} off please
      stop the {plug}
      can you shut the {plug} off
      unplug the {plug} for me
      power off the {plug} would you
      i'm done with the {plug}, turn it off
      could you make sure the {plug} is off
      kill the {plug}
      ~ the {plug} can rest now
      ~ cut off the {plug}
      ~ take the power away from the {plug}
      ~ no need for the {plug} any longer
      ~ i'm leaving, don't let the {plug} run
      ~ that {plug} is driving me mad, shut it up
      ~ the socket with the {plug}, turn that off
      ~ disconnect the {plug}
      """)
}
