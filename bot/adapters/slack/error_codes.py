"""What each of Slack's error codes means for the bot: one table, gone through code by code.

From the error lists of the methods that the bot calls and the list that all methods share
(Slack: methods; collected in docs.slack.dev). A code that is not in here is tried again, then
told: that is what ``OURS`` means too, for codes that only a fault of the bot's could bring.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from bot.adapters.slack.words import say


class Sort(Enum):
    """What to do about a refusal."""

    LATER = auto()
    """Nothing was done and nobody is to blame: try again."""
    UNSURE = auto()
    """It may have been done all the same: look first, then try again."""
    LIMITED = auto()
    """Wait as long as is asked for, else ``wait`` seconds."""
    FORBIDDEN = auto()
    """Somebody has to allow it first: ``why`` and ``todo`` say who and what."""
    GONE = auto()
    """What was meant is not there any more."""
    EXPIRED = auto()
    """The interaction cannot be answered any more."""
    TOKEN = auto()
    """The token is no good any more."""
    PICTURE = auto()
    """Once more without the picture; without one it is a fault of the bot's."""
    OURS = auto()
    """A fault of the bot's."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``missing`` is short, for "missing: ..."; ``why`` and ``todo`` as in ``Forbidden``."""

    sort: Sort
    wait: float = 30.0
    missing: str = ""
    why: str = ""
    todo: str = ""


def _forbidden(code: str) -> Verdict:
    todo = say(f"{code}.todo") if say.has(f"{code}.todo") else ""
    return Verdict(
        Sort.FORBIDDEN, missing=say(f"{code}.missing"), why=say(f"{code}.why"), todo=todo
    )


_OWN = (
    "not_in_channel",
    "channel_not_found",
    "method_not_supported_for_channel_type",
    "is_archived",
    "is_inactive",
    "user_not_in_channel",
    "messages_tab_disabled",
    "cannot_dm_bot",
    "user_not_visible",
    "invalid_user_combination",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel",
    "restricted_action_thread_locked",
    "cannot_reply_to_message",
    "posting_to_general_channel_denied",
    "channel_is_limited_access",
    "too_many_members",
    "cant_delete_message",
    "two_factor_setup_required",
    "ekm_access_denied",
)
_SAME = {
    "access_denied": "no_permission",
    "app_access_restricted": "no_permission",
    "user_is_restricted": "no_permission",
    "enterprise_is_restricted": "team_access_not_granted",
    "forbidden_team": "team_access_not_granted",
    "slack_connect_lists_sharing_blocked": "slack_connect_canvas_sharing_blocked",
}
"""Codes that mean the same to people as another one."""
_FORBIDDEN: Mapping[str, Verdict] = {
    **{code: _forbidden(code) for code in (*_OWN, *_SAME.values())},
    **{code: _forbidden(same) for code, same in _SAME.items()},
}

_CODES: Mapping[Sort, Iterable[str]] = {
    Sort.TOKEN: (
        "account_inactive",
        "bad_token",
        "invalid_auth",
        "invalid_token",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    ),
    # A passing state of the workspace or of the network; the token is not to blame.
    Sort.LATER: (
        "accesslimited",
        "external_channel_migrating",
        "org_login_required",
        "service_unavailable",
        "streaming_state_conflict",
        "team_added_to_org",
        "update_failed",
    ),
    # Slack: "some aspect of the operation may have succeeded"
    Sort.UNSURE: ("fatal_error", "internal_error", "request_timeout"),
    Sort.EXPIRED: (
        "exchanged_trigger_id",
        "expired_trigger_id",
        "expired_url",
        "hash_conflict",
        "invalid_trigger_id",
        "not_found",
        "trigger_exchanged",
        "trigger_expired",
        "used_url",
    ),
    Sort.GONE: (
        "cant_update_message",
        "edit_window_closed",
        "message_not_found",
        "thread_not_found",
        "user_disabled",
        "user_not_found",
        "users_not_found",
    ),
    Sort.PICTURE: (
        "blocked_file_type",
        "file_deleted",
        "file_is_deleted",
        "file_not_found",
        "file_share_limit_reached",
        "file_type_not_allowed",
        "file_update_failed",
        "file_upload_size_restricted",
        "file_uploads_disabled",
        "file_uploads_except_images_disabled",
        "invalid_blocks",
        "max_file_sharing_exceeded",
        "missing_file_data",
        "posting_to_channel_denied",
        "slack_connect_blocked_file_type",
        "slack_connect_clip_sharing_blocked",
        "slack_connect_file_link_sharing_blocked",
        "slack_connect_file_upload_sharing_blocked",
        "storage_limit_reached",
        "unable_to_share_files",
    ),
    Sort.OURS: (
        "alt_txt_too_large",
        "as_user_not_supported",
        "attachment_payload_limit_exceeded",
        "block_mismatch",
        "cant_broadcast_message",
        "channels_limit_exceeded",
        "deprecated_endpoint",
        "draft_already_deleted",
        "draft_already_sent",
        "draft_has_conflict",
        "draft_not_found",
        "duplicate_channel_not_found",
        "duplicate_external_id",
        "duplicate_message_not_found",
        "insecure_request",
        "invalid_arg_name",
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_attachments",
        "invalid_blocks_format",
        "invalid_channel",
        "invalid_charset",
        "invalid_cursor",
        "invalid_form_data",
        "invalid_metadata_filter_keys",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_post_type",
        "invalid_scheduled_message_id",
        "invalid_time",
        "invalid_ts_latest",
        "invalid_ts_oldest",
        "list_record_comment_fetch_failed",
        "markdown_text_conflict",
        "metadata_must_be_sent_from_app",
        "metadata_too_large",
        "method_deprecated",
        "missing_args",
        "missing_argument",
        "missing_post_type",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_dual_broadcast_content_update",
        "no_text",
        "not_enough_users",
        "send_on_behalf_not_allowed",
        "snippet_too_large",
        "team_not_found",
        "time_in_past",
        "time_too_far",
        "too_many_attachments",
        "too_many_contact_cards",
        "too_many_users",
        "unknown_snippet_type",
        "unknown_subtype",
        "users_list_not_supplied",
        "view_too_large",
    ),
}

SLOWER = 300.0
"""Seconds to wait where the whole workspace sends too much: Slack does not say how long."""

VERDICTS: Mapping[str, Verdict] = {
    **{code: Verdict(sort) for sort, codes in _CODES.items() for code in codes},
    **_FORBIDDEN,
    "ratelimited": Verdict(Sort.LIMITED),
    "rate_limited": Verdict(Sort.LIMITED),
    "message_limit_exceeded": Verdict(Sort.LIMITED, wait=SLOWER),
    "restricted_too_many": Verdict(Sort.LIMITED, wait=SLOWER),
    "missing_scope": Verdict(Sort.FORBIDDEN),
}
UNKNOWN = Verdict(Sort.OURS)


def verdict(code: str) -> Verdict:
    """What ``code`` means; families of codes are known by how they begin."""
    known = VERDICTS.get(code)
    if known is not None:
        return known
    if code.startswith("restricted_action"):
        return VERDICTS["restricted_action"]
    if code.startswith(("slack_connect_file_", "slack_connect_blocked_file", "file_")):
        return Verdict(Sort.PICTURE)
    return UNKNOWN
