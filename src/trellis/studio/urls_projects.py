"""Addresses of projects."""

from __future__ import annotations

from django.urls import URLPattern, path

from trellis.studio.views import answers, field_log, mentors, projects, team, team_work

urlpatterns: list[URLPattern] = [
    path("projects/", projects.projects, name="projects"),
    path("learners/<uuid:learner_id>/projects/", projects.of_learner, name="projects-of-learner"),
    path("projects/new/", projects.begin_own, name="begin-own"),
    path("frames/<uuid:frame_id>/answer/", projects.begin, name="begin"),
    path("projects/<uuid:project_id>/", projects.project, name="project"),
    path("projects/<uuid:project_id>/change/", projects.edit, name="edit-project"),
    path("projects/<uuid:project_id>/propose/", projects.propose, name="propose-project"),
    path("projects/<uuid:project_id>/print/", projects.sheet, name="project-sheet"),
    path("projects/<uuid:project_id>/answer/", answers.answer, name="answer-project"),
    path("projects/<uuid:project_id>/answers/<uuid:answer_id>/accept/", answers.accept, name="accept-changes"),
    path("projects/<uuid:project_id>/look-back/", answers.look_back, name="look-back-on-choices"),
    path("projects/<uuid:project_id>/finish/", answers.finish, name="finish-project"),
    path("projects/<uuid:project_id>/let-go/", answers.let_go, name="let-project-go"),
    path("projects/<uuid:project_id>/throw-away/", answers.throw_away, name="throw-project-away"),
    path("projects/<uuid:project_id>/take-up/", answers.take_up, name="take-up-project"),
    path("projects/<uuid:project_id>/team/", team.ask, name="ask-into-team"),
    path("projects/<uuid:project_id>/join/", team.join, name="join-team"),
    path("projects/<uuid:project_id>/leave/", team.leave, name="leave-team"),
    path("projects/<uuid:project_id>/goal/", team.goal, name="project-goal"),
    path("projects/<uuid:project_id>/roles/", team.roles, name="project-roles"),
    path("projects/<uuid:project_id>/roles/round/", team.rotate, name="rotate-roles"),
    path("projects/<uuid:project_id>/tasks/", team_work.tasks, name="tasks"),
    path("projects/tasks/<uuid:task_id>/", team_work.task, name="edit-task"),
    path("projects/tasks/<uuid:task_id>/move/", team_work.move_task, name="move-task"),
    path("projects/tasks/<uuid:task_id>/remove/", team_work.remove_task, name="remove-task"),
    path("projects/<uuid:project_id>/milestones/", team_work.milestones, name="milestones"),
    path("projects/milestones/<uuid:milestone_id>/", team_work.milestone, name="edit-milestone"),
    path("projects/milestones/<uuid:milestone_id>/reach/", team_work.reach, name="reach-milestone"),
    path("projects/milestones/<uuid:milestone_id>/remove/", team_work.remove_milestone, name="remove-milestone"),
    path("projects/<uuid:project_id>/evidence/", team_work.artefacts, name="project-evidence"),
    path("projects/evidence/<uuid:link_id>/unlink/", team_work.unlink, name="unlink-artefact"),
    path("projects/<uuid:project_id>/log/", field_log.log, name="field-log"),
    path("projects/<uuid:project_id>/log/page/", field_log.page, name="type-in-page"),
    path("projects/notes/<uuid:note_id>/", field_log.note, name="edit-note"),
    path("projects/notes/<uuid:note_id>/remove/", field_log.remove_note, name="remove-note"),
    path("projects/<uuid:project_id>/sources/", field_log.sources, name="sources"),
    path("projects/sources/<uuid:source_id>/remove/", field_log.remove_source, name="remove-source"),
    path("projects/<uuid:project_id>/mentors/", mentors.ask, name="ask-mentor"),
    path("projects/mentors/<uuid:link_id>/", mentors.answer, name="answer-mentor"),
    path("projects/mentors/<uuid:link_id>/end/", mentors.end, name="end-mentor"),
    path("projects/mentors/<uuid:link_id>/take-back/", mentors.take_back, name="take-back-mentor"),
    path("project-invitation/<str:token>/", mentors.door, name="mentor-door"),
]
