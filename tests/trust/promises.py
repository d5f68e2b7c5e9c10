"""The forty promises: what each says, the technique by Sargent's words, the tests that hold it, what is not held.

A test is named by its file below `tests/` and its function. `missing` says what of the promise does not hold
today, and is empty where all of it does.
"""

from typing import NamedTuple


class Promise(NamedTuple):
    """One promise: its words, Sargent's technique, the tests, and what is not held of it."""

    words: str
    technique: str
    tests: tuple[str, ...]
    missing: str = ""


INTERNAL, TRACES = "internal validity", "traces"
EVENT, EXTREME, DEGENERATE = "event validity", "extreme-condition tests", "degenerate tests"
PARAMETER, COMPARISON, DATA = "parameter variability", "comparison with other models", "data validity"

STRANGE, BOOKS = "trust/test_strangers.py::", "trust/test_identities.py::"
LIVE = "trust/test_liveness.py::"
PROMISES: dict[int, Promise] = {
    1: Promise("The same scenario, seed and replication give the same log", INTERNAL, (
        f"{STRANGE}test_promise_01_hash_seeds_change_no_row_of_any_operation",
        "cli/test_cli.py::test_jobs_hash_seeds_and_time_zones_change_nothing",
        "verification/test_fingerprints.py::test_neither_hash_seed_nor_zone_nor_locale_is_meaning",
        "runs/test_store.py::test_one_job_and_two_and_a_run_in_two_sittings_give_the_same_bytes",
    )),
    2: Promise("A stranger changes nothing", INTERNAL, (
        f"{STRANGE}test_promise_02_a_stranger_before_and_one_after_change_no_row_of_anybody",
        "relations/test_relations.py::test_a_stranger_changes_no_row_of_anybody_else",
        "core/test_streams.py::test_a_stranger_changes_nobody_elses_draws",
    )),
    3: Promise("The order of writing is not meaning", INTERNAL, (
        "relations/test_relations.py::test_the_order_of_writing_is_not_meaning",)),
    4: Promise("A replication is a number", INTERNAL, (
        "cli/test_cli.py::test_a_replication_is_the_same_in_any_number_of_them",
        "relations/test_relations.py::test_replications_differ_and_each_can_be_repeated",
    )),
    5: Promise("No hidden input", INTERNAL, (
        "verification/test_fingerprints.py::test_a_run_with_clock_and_chance_of_the_machine_poisoned_still_completes",)),
    6: Promise("Histories of all that ships are recorded, at three strictnesses", TRACES, (
        "verification/test_fingerprints.py::test_a_shipped_scenario_runs_as_recorded",
        "verification/test_fingerprints.py::test_every_shipped_scenario_and_no_other_is_recorded",
        "core/test_event_log.py::test_each_strictness_sees_what_it_names_and_no_more",
    )),
    7: Promise("Nothing is made or lost", EVENT, (
        f"{BOOKS}TestPromise07Holdings",
        f"{BOOKS}test_promise_07_holdings_add_up_after_every_single_move_of_a_run",
        "invariants/test_ledger.py::test_as_many_pieces_are_received_as_were_to_move",
    )),
    8: Promise("No negative stock, no capacity exceeded, nothing in two places", EVENT, (
        f"{BOOKS}test_promise_08_and_12_a_queue_never_serves_more_than_its_servers_and_all_is_given_back",
        "invariants/test_one_place.py::test_one_unit_is_never_in_two_commitments_states_or_places",
        "invariants/test_one_place.py::test_no_more_hold_slots_than_there_are_but_during_a_handover",
    )),
    9: Promise("Time never falls", EVENT, (
        f"{BOOKS}test_promise_09_time_never_falls_in_any_operation",
        f"{BOOKS}test_promise_09_a_row_of_the_past_is_refused",
        f"{BOOKS}test_promise_09_no_wait_is_anything_but_whole_seconds_from_nought_on",
    )),
    10: Promise("Little's law, exactly, for queues, lift and slots", EVENT, (
        f"{BOOKS}test_promise_10_littles_law_holds_to_the_second_in_a_queue_open_stays_closed_at_the_horizon",
        f"{BOOKS}test_promise_10_littles_law_holds_for_lift_taken_and_lift_asked_for",
        f"{BOOKS}test_promise_10_littles_law_holds_at_every_place_and_on_the_way_between",
        f"{BOOKS}test_promise_10_and_11_days_present_of_units_are_their_claims_to_their_releases",
    )),
    11: Promise("Every start has an end or is open", EVENT, (
        f"{BOOKS}test_promise_11_each_departure_has_one_arrival_or_is_open_at_the_horizon",
        "invariants/test_ledger.py::test_what_departs_arrives_once_and_nothing_arrives_that_did_not_depart",
        "invariants/test_grammar.py::test_promise_11_whatever_begins_in_an_operation_ends_once_or_is_open",
        "invariants/test_grammar.py::test_promise_11_whatever_begins_on_the_flank_ends_once_or_is_open",
        "invariants/test_grammar.py::test_promise_11_a_row_out_of_its_grammar_is_seen",
    )),
    12: Promise("Everything held is returned", EVENT, (
        f"{BOOKS}test_promise_08_and_12_a_queue_never_serves_more_than_its_servers_and_all_is_given_back",
        "outcomes/test_flow.py::test_lift_that_was_taken_has_been_given_back_at_the_end_and_none_is_asked_for",
    )),
    13: Promise("No silent deadlock", EXTREME, (
        f"{LIVE}test_promise_13_a_deadlock_ends_as_stalled_and_its_cycle_is_named",
        f"{LIVE}test_promise_13_a_deadlock_beside_what_goes_on_is_named_though_the_run_does_not_stall",
        f"{LIVE}test_promise_13_who_is_stuck_is_who_is_left_when_all_who_can_be_served_are",
        f"{LIVE}test_promise_13_two_flows_that_hold_each_other_up_are_told_by_run_and_explain",
        f"{LIVE}test_promise_13_what_waits_for_an_opening_or_an_order_is_not_stuck",
        f"{LIVE}test_promise_13_a_run_in_which_all_has_come_is_no_stall",
        f"{BOOKS}test_promise_13_two_who_hold_what_the_other_wants_are_told_by_name_at_the_end",
        "hostile/test_cases.py::test_two_flows_through_one_change_of_gauge_never_hold_each_other_for_ever",
        "hostile/test_cases.py::test_what_the_end_of_the_run_cuts_is_told_with_its_place_and_its_beginning",
    )),
    14: Promise("No silent starvation", EXTREME, (
        f"{BOOKS}test_promise_14_the_big_behind_the_small_waits_as_long_as_is_told",
        f"{LIVE}test_promise_14_a_wait_beyond_the_stated_limit_is_told_and_nothing_else_changes",
        f"{LIVE}test_promise_14_a_wait_of_just_the_limit_is_not_too_long",
        f"{LIVE}test_promise_14_a_wait_that_the_end_cuts_counts_as_long_as_it_lasted",
        "hostile/test_cases.py::test_what_the_end_of_the_run_cuts_is_told_with_its_place_and_its_beginning",
    )),
    15: Promise("No endless instant", EXTREME, (
        f"{BOOKS}test_promise_15_an_endless_instant_ends_by_the_name_of_who_makes_it",
        f"{LIVE}test_promise_15_an_endless_instant_of_events_without_waits_ends_by_the_name_of_who_makes_it",
        f"{LIVE}test_promise_15_events_that_call_one_another_without_a_process_end_by_the_name_of_what_is_called",
        f"{LIVE}test_promise_15_as_many_events_in_an_instant_as_may_be_and_no_more",
        f"{LIVE}test_promise_15_a_run_without_end_of_events_ends_by_the_name_of_who_makes_them",
        "hostile/test_faults_of_others.py::test_a_run_without_end_of_rows_ends_by_the_name_of_who_makes_them",
    )),
    16: Promise("No endless run", EXTREME, (
        "hostile/test_kills.py::test_one_bad_run_is_one_bad_run",
        "runs/test_worker_pool.py::test_a_member_past_its_time_is_stopped_though_more_waits_than_a_pipe_holds",
        "hostile/test_faults_of_others.py::test_a_process_that_never_starts_is_given_up",
    )),
    17: Promise("Unfinished is said", DEGENERATE, (
        "relations/test_relations.py::test_a_brigade_that_does_not_close_before_the_horizon_is_unfinished_not_dropped",
        "stats/test_intervals.py::test_an_unfinished_run_is_the_largest_and_no_more",
        "cli/test_cli.py::test_what_never_finished_is_null_in_json",
    )),
    18: Promise("All faults at once, with place and cure", DATA, (
        "hostile/test_spoilt.py::test_a_spoilt_file_gives_its_stored_message_and_code_2",
        "hostile/test_spoilt.py::test_five_faults_are_one_message_of_five_lines_in_a_process_of_its_own",
    )),
    19: Promise("What cannot be meant is refused", DATA, (
        "hostile/test_spoilt.py::test_a_spoilt_file_gives_its_stored_message_and_code_2",
        "hostile/test_spoilt.py::test_a_file_of_over_5_mb_is_refused_unread",
        "core/test_schema.py::test_not_a_number_and_infinity_are_refused",
    )),
    20: Promise("YAML says what it looks like", DATA, (
        "hostile/test_spoilt.py::test_norway_stays_norway_and_010_is_ten",)),
    21: Promise("No way out of the folder", EXTREME, (
        "scenario/test_reading_layers.py::test_an_include_cannot_leave_the_folder",
        "scenario/test_networks.py::test_a_link_in_the_file_system_does_not_lead_out_of_the_folder",
        "scenario/test_own_tables.py::test_a_table_outside_the_folder_is_refused",
        "hostile/test_faults_of_others.py::test_a_link_to_what_has_no_end_is_not_read",
    )),
    22: Promise("Never a traceback for the user's mistake", EXTREME, (
        "hostile/test_mutations.py::test_a_mutated_file_is_run_or_refused_in_under_thirty_lines",
        "trust/test_mutated_files.py::test_promise_22_a_mutated_file_of_any_kind_is_read_or_refused_in_a_few_lines",
    )),
    23: Promise("Units cannot be confused", PARAMETER, (
        "relations/test_relations.py::test_the_unit_in_which_a_figure_is_written_is_not_meaning",
        "core/test_schema.py::test_the_same_amount_in_two_units_is_the_same_number",
    )),
    24: Promise("Overrides are validated like the rest", DATA, (
        "hostile/test_spoilt.py::test_a_bad_override_runs_nothing",
        "runs/test_sweep.py::test_a_bad_setting_stops_the_study_before_its_first_run_and_leaves_no_folder",
    )),
    25: Promise("kill -9 loses at most the runs in flight", EXTREME, (
        "hostile/test_kills.py::test_a_study_killed_again_and_again_ends_as_one_that_was_not",)),
    26: Promise("One bad run is one bad run", EXTREME, (
        "hostile/test_kills.py::test_one_bad_run_is_one_bad_run",)),
    27: Promise("Full disk, read-only folder, lost folder", EXTREME, (
        "hostile/test_kills.py::test_a_full_disk_ends_in_code_8_and_what_was_committed_is_resumed",
        "hostile/test_kills.py::test_a_folder_that_cannot_be_written_ends_in_code_8",
        "hostile/test_pipes.py::test_a_full_standard_output_is_named_with_code_8",
    )),
    28: Promise("Results cannot be mixed", DATA, (
        "hostile/test_kills.py::test_another_design_scenario_seed_or_version_is_refused_and_named",
        "runs/test_store.py::test_the_folder_of_another_run_is_refused_and_the_difference_named",
        "hostile/test_kills.py::test_two_processes_on_one_folder_are_one_too_many",
    )),
    29: Promise("Damage is seen", DATA, (
        "runs/test_store.py::test_a_changed_byte_is_seen_in_what_is_read",
        "runs/test_store.py::test_rows_under_another_name_are_seen_and_run_again",
        "runs/test_store.py::test_a_manifest_that_was_edited_is_refused",
        "runs/test_sweep.py::test_a_changed_byte_of_the_journal_is_seen_and_the_same_command_mends_it",
    )),
    30: Promise("Bounded memory", EXTREME, ("runs/test_sweep.py::test_the_memory_of_the_parent_stays_flat",)),
    31: Promise("Seed 0 is a seed", DEGENERATE, (
        "core/test_streams.py::test_seed_nought_is_a_seed",
        "runs/test_sweep.py::test_seed_zero_is_a_seed",
        "cli/test_cli.py::test_the_same_words_give_the_same_fingerprint_and_seed_0_is_a_seed",
    )),
    32: Promise("Intervals cover", INTERNAL, (
        "verification/test_coverage.py::test_t_intervals_of_means_cover",
        "verification/test_coverage.py::test_wilson_intervals_cover",
        "verification/test_coverage.py::test_paired_differences_cover",
        "verification/test_coverage.py::test_quantile_intervals_cover_also_where_the_slowest_never_finish",
    )),
    33: Promise("Common random numbers pay", INTERNAL, (
        "verification/test_common_numbers.py::test_unpaired_variance_is_above_the_paired_by_the_stated_factor",)),
    34: Promise("Streams look independent", INTERNAL, (
        "core/test_streams.py::test_ten_thousand_streams_start_evenly_and_no_two_alike",)),
    35: Promise("Quantile functions are right", COMPARISON, (
        "core/test_distributions.py::test_quantiles_never_fall",
        "core/test_distributions.py::test_lognormal_quantiles_agree_with_scipy",
        "core/test_distributions.py::test_gamma_quantiles_agree_with_scipy",
        "core/test_distributions.py::test_mean_and_deviation_of_many_draws_are_those_of_the_formula",
    )),
    36: Promise("Sums do not depend on order", INTERNAL, (
        f"{BOOKS}test_promise_36_no_answer_depends_on_the_order_in_which_replications_came",
        "invariants/test_sums.py::test_promise_36_no_measure_adds_fractions_one_after_the_other",
        "invariants/test_sums.py::test_promise_36_every_sum_of_a_measure_is_the_same_in_any_order",
        "runs/test_ledgers.py::test_the_order_in_which_replications_came_is_no_part_of_the_file",
    )),
    37: Promise("Closed forms are met, and a wrong rate is not", COMPARISON, (
        "verification/test_air_oracles.py::test_tracks_without_a_pair_follow_erlang_b_whatever_the_law_of_service",
        "verification/test_air_oracles.py::test_a_rate_wrong_by_a_twentieth_is_seen",
        "verification/test_shipping_oracles.py::test_waiting_and_waits_are_those_of_erlang_c",
        "verification/test_shipping_oracles.py::test_one_ship_waits_as_pollaczek_and_khinchine_say",
        "verification/test_missile_defence_oracles.py::test_24_batteries_and_3_repair_crews_are_available_as_in_the_machine_repair_model",
        "verification/test_convoy.py::test_a_column_on_one_road_closes_after_transit_k_gates_and_its_own_length",
        "verification/test_bounds.py::test_two_roads_of_4_h_at_1_and_7_h_at_2_an_hour_land_60_vehicles_in_26_h_if_they_were_fluid",
    )),
    38: Promise("Bounds hold on every run", EXTREME, (
        "verification/test_bounds_of_runs.py::test_no_run_is_sooner_than_its_bound_and_its_books_balance",
        "verification/test_bounds.py::test_no_way_of_moving_on_200_random_networks_beats_the_bound",
    )),
    39: Promise("Relations hold", PARAMETER, (
        "relations/test_theorems.py::test_all_times_by_three_makes_all_times_three_times_as_long",
        "relations/test_theorems.py::test_renaming_changes_nothing_but_names",
        "relations/test_theorems.py::test_longer_and_slower_is_never_sooner_for_one_unit_on_one_road",
        "relations/test_expectations.py::test_more_of_anything_does_not_lengthen_closure_on_the_average",
        "theatre/test_gates.py::test_one_more_server_starts_no_job_later",
    )),
    40: Promise("Every number of a report can be made again by its command", TRACES, (
        "cli/test_questions.py::test_require_confirms_enough_and_short_by_the_commands_it_prints",
        "cli/test_questions.py::test_critical_ranks_and_its_command_confirms",
        "runs/test_store.py::test_the_command_of_a_run_that_python_kept_repeats_it",
    )),
}  # fmt: skip
