"""Acting out one scenario: the one loop that drives both ends, by logic and never by a clock.

Each step's calls are attempted as long as there is anything new to react to, while the conversation
moves bytes round by round. At rest, a call that still waits will wait for ever, and that is its outcome.

After damage the script is off: a run stops at the first act that does not succeed, and the rules judge
what the aftermath brings to light.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.endpoint import Call, Done, Wants
from harness.names import SIDES, Side
from harness.run.activity import Activity
from harness.run.aftermath import aftermath
from harness.run.conversation import Conversation, Misbehaviour
from harness.run.end import End
from harness.run.setting import Setting
from harness.scenario import Act, Agree, Configure, Reconnect, Step, Together, Wire
from harness.transcript import Agreement, Began, Result, Transcript

#: Calls of the peer that tell what it has heard.
_HEARING = ("alerts", "observe")


def execute(steps: list[Step], setting: Setting) -> Transcript:
    """Act out `steps`; returns the transcript. Raises `Unsupported` when an end lacks what they need."""
    conversation = Conversation(setting)
    try:
        Script(conversation, conversation.transcript).perform(steps)
    except Misbehaviour:
        pass  # it is in the transcript
    finally:
        conversation.hang_up()
    return conversation.transcript


@dataclass
class Script:
    """What performs steps in a conversation, and enters in the transcript how each ended."""

    conversation: Conversation
    transcript: Transcript

    def perform(self, steps: list[Step]) -> None:
        """The steps one by one, until one does not go as it should; then the aftermath."""
        self.transcript.of = len(steps)
        for number, step in enumerate(steps):
            self.transcript.steps = number + 1
            if not self.step(number, step):
                break
        else:
            self.transcript.finished = True
        aftermath(self.conversation)
        self.conversation.take_leave()
        self.transcript.unmet = tuple(map(str, self.conversation.channel.unmet()))

    def step(self, number: int, step: Step) -> bool:
        """One step; whether the next one may follow. The first that is not about options connects the ends.

        Raises `Misbehaviour` when the subject raises where no call was attempted.
        """
        if isinstance(step, Configure):
            options = self.conversation.options
            options[step.side] = step.apply(options[step.side])
            return True
        if not self.conversation.ends:
            self.conversation.connect()
        self.conversation.note(Began(number, step))
        match step:
            case Act():
                if step.verb in _HEARING:
                    self.conversation.settle()  # what the subject has sent is to have arrived
                return self._together(number, ((step,),))
            case Together():
                return self._together(number, step.threads)
            case Agree():
                return self._agree(number, step)
            case Wire():
                self.conversation.do_to_the_wire(step)
            case Reconnect():
                self.conversation.reconnect(step)
        return True

    def _together(self, number: int, threads: tuple[tuple[Act, ...], ...]) -> bool:
        queues = [[act.resolve(self.conversation.setting) for act in reversed(thread)] for thread in threads]
        running: list[Activity] = []
        while any(queues) or running:
            for queue in queues:
                if queue and not any(activity.queue is queue for activity in running):
                    running.append(Activity(queue.pop(), queue))
            self._until_one_ends(running)
            # At rest whoever still waits, waits for ever: that is how its act ended.
            ended = [activity for activity in running if activity.finished] or running
            running = [activity for activity in running if activity not in ended]
            concluded = [self._conclude(number, activity) for activity in ended]
            if not all(concluded):
                return False
        return True

    def _conclude(self, number: int, activity: Activity) -> bool:
        """Enter how an act ended; whether the script goes on."""
        act, outcome = activity.act, activity.outcome
        self.transcript.results.append(Result(number, act, outcome, bytes(activity.read)))
        if self.transcript.damaged:
            return isinstance(outcome, Done)
        return any(expectation.met_by(outcome) for expectation in act.expect)

    def _agree(self, number: int, step: Agree) -> bool:
        call = Call("tell", (step.fact,))
        told = {side: self.conversation.attempt(self.conversation.ends[side], call) for side in SIDES}
        self.transcript.results.append(Agreement(number, step, told[Side.SUBJECT], told[Side.PEER]))
        return True

    def _until_one_ends(self, running: list[Activity]) -> None:
        """Rounds until an activity has its outcome or nothing moves any more."""
        conversation = self.conversation
        acting = [(activity, conversation.ends[activity.act.side]) for activity in running]
        while not conversation.exhausted():
            attempted = ended = False
            for activity, end in acting:
                if not activity.finished and activity.seen != end.stirs:
                    outcome = conversation.attempt(end, activity.call)
                    attempted = True
                    if type(outcome) is Wants and not ended and _rest(acting, activity, end):
                        outcome = conversation.trickle(end, activity.call, outcome)
                    if isinstance(outcome, Wants):  # byte by byte nearly all are
                        activity.outcome, activity.seen = outcome, end.tried
                    else:
                        activity.receive(outcome)
                        activity.seen, ended = -1, ended or activity.finished
            moved = conversation.round()
            if ended:
                return
            if moved or attempted or conversation.hear():
                continue
            if conversation.channel.release() or self._let_time_pass(running):
                continue
            return

    def _let_time_pass(self, running: list[Activity]) -> bool:
        """At rest, the time an act allows passes at its end, once; whether any did."""
        late = [activity for activity in running if activity.patience]
        for activity in late:
            self.conversation.elapse(self.conversation.ends[activity.act.side], activity.patience)
            activity.patience = 0
        return bool(late)


def _rest(acting: list[tuple[Activity, End]], but: Activity, end: End) -> bool:
    """Whether no other activity has anything to react to, nor would have if this end were stirred."""
    return all(
        other is but or (far is not end and (other.finished or other.seen == far.stirs))
        for other, far in acting
    )
