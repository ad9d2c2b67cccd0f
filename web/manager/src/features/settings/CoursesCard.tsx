import { api, ask } from '@pos/shared/api/client'
import type { Schemas } from '@pos/shared/api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Loading } from '@pos/shared/ui/Loading'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { Fault } from '../../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'

/** What courses are called, as kitchen tickets and phones say it. */
export function CoursesCard() {
  const t = useT()
  const courses = useQuery({ queryKey: ['menu', 'courses'], queryFn: ({ signal }) => ask(api.GET('/api/courses/', { signal })) })
  return (
    <section className="flex flex-col gap-3 rounded-md border border-surface-2 bg-surface p-4">
      <h2 className="text-lg font-semibold">{t('courses.title')}</h2>
      <p className="text-text-2">{t('courses.hint')}</p>
      {!courses.data && <Loading query={courses} skeleton={<ListSkeleton rows={3} />} />}
      {(courses.data ?? []).map((course) => (
        <CourseRow key={`${course.number}/${course.name}/${course.name_en}`} course={course} />
      ))}
    </section>
  )
}

function CourseRow({ course }: { course: Schemas['CourseOut'] }) {
  const t = useT()
  const queries = useQueryClient()
  const [name, setName] = useState(course.name)
  const [nameEn, setNameEn] = useState(course.name_en)
  const act = useMutation({
    mutationFn: () =>
      ask(api.PUT('/api/courses/{number}', { params: { path: { number: course.number } }, body: { name: name.trim(), name_en: nameEn.trim() } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['menu'] }),
  })
  const isChanged = name !== course.name || nameEn !== course.name_en
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (isChanged && name.trim() !== '') act.mutate()
      }}
    >
      <b className="flex h-12 w-6 items-center font-semibold">{course.number}</b>
      <Field className="flex-1" label={t('menu.name')} value={name} onChange={setName} maxLength={40} />
      <Field className="flex-1" label="English" value={nameEn} onChange={setNameEn} maxLength={40} lang="en" />
      <Button type="submit" disabled={!isChanged || name.trim() === '' || act.isPending}>
        {t('ui.save')}
      </Button>
      <Fault error={act.error} />
    </form>
  )
}
